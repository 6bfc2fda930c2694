import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { FolderSearch, type LucideIcon, ShieldCheck, Stethoscope, Users } from "lucide-react";
import { listJobKindsOptions } from "@/client/@tanstack/react-query.gen";
import type { JobOrder, JobOut } from "@/client/types.gen";
import { useMay } from "@/data/session";
import { useStartJob } from "@/parts/job/useStartJob";
import { kindWords } from "@/parts/job/words";
import { Section } from "@/parts/Section";
import { useText } from "@/text";
import classes from "./StartWork.module.css";

const OFFERED = [
  { kind: "add", icon: FolderSearch },
  { kind: "group", icon: Users },
  { kind: "trust", icon: ShieldCheck },
  { kind: "doctor", icon: Stethoscope },
] as const satisfies readonly { kind: string; icon: LucideIcon }[];

/** Work that one can ask for, each with a sentence of what it does. */
export function StartWork({ busy }: { busy: readonly JobOut[] }) {
  const text = useText();
  const owner = useMay("admin");
  const kinds = useQuery(listJobKindsOptions());
  const scopes = new Map(kinds.data?.map((kind) => [kind.kind, kind.scope]));
  const offered = OFFERED.filter(({ kind }) => owner || scopes.get(kind) !== "admin");
  return (
    <Section title={text.jobs.start} about={text.jobs.startHelp}>
      <ul className={classes.offers}>
        {offered.map(({ kind, icon }) => (
          <Offer
            key={kind}
            kind={kind}
            icon={icon}
            about={text.jobs.abouts[kind]}
            busy={busy.some((job) => job.kind === kind)}
          />
        ))}
      </ul>
    </Section>
  );
}

interface OfferProps {
  kind: string;
  icon: LucideIcon;
  about: string;
  /** It runs or waits already. */
  busy: boolean;
}

function Offer({ kind, icon: Icon, about, busy }: OfferProps) {
  const text = useText();
  const starting = useStartJob();
  const title = kindWords(text, kind);
  const ask = (order: JobOrder) => starting.mutate(order);
  return (
    <li className={classes.offer}>
      <span className={classes.icon}>
        <Icon size={20} strokeWidth={1.8} aria-hidden="true" />
      </span>
      <h3 className={classes.title}>{title}</h3>
      <p className={classes.about}>{about}</p>
      <div className={classes.actions}>
        <Button
          variant="light"
          disabled={busy}
          loading={starting.isPending}
          aria-label={busy ? undefined : text.jobs.runNamed(title)}
          onClick={() => ask({ kind })}
        >
          {busy ? text.jobs.runsAlready : text.jobs.run}
        </Button>
        {kind === "group" && !busy && (
          <Button
            variant="subtle"
            title={text.jobs.abouts.groupAgainHelp}
            onClick={() => ask({ kind, arguments: { again: true } })}
          >
            {text.jobs.abouts.groupAgain}
          </Button>
        )}
      </div>
    </li>
  );
}
