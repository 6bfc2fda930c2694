import { Button, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Download, ShieldCheck } from "lucide-react";
import { getLibraryOptions } from "@/client/@tanstack/react-query.gen";
import { facesTable } from "@/data/files";
import { Command } from "@/parts/Command";
import { Section } from "@/parts/Section";
import { Troubled } from "@/parts/Troubled";
import { useFormat, useText } from "@/text";
import panel from "./Panel.module.css";
import classes from "./ThisLibrary.module.css";

/** What is in the library, and how to take it elsewhere. */
export function ThisLibrary() {
  const text = useText();
  const words = text.settings.library;
  return (
    <>
      <Section title={text.settings.tabs.library} about={words.about}>
        <Overview />
        <p className={classes.privacy}>
          <ShieldCheck size={20} strokeWidth={1.7} aria-hidden="true" /> {words.privacy}
        </p>
      </Section>
      <Section title={words.export} about={words.exportHelp}>
        <div className={classes.buttons}>
          <Button
            component="a"
            href={facesTable("csv")}
            download
            variant="default"
            leftSection={<Download size={16} aria-hidden="true" />}
          >
            {words.csv}
          </Button>
          <Button
            component="a"
            href={facesTable("jsonl")}
            download
            variant="default"
            leftSection={<Download size={16} aria-hidden="true" />}
          >
            {words.jsonl}
          </Button>
        </div>
      </Section>
      <Section title={words.backup} about={words.backupHelp}>
        <Command label={words.backupLabel}>{words.backupCommand}</Command>
      </Section>
    </>
  );
}

function Overview() {
  const words = useText().settings.library;
  const format = useFormat();
  const asked = useQuery(getLibraryOptions());
  if (asked.error !== null) {
    return <Troubled error={asked.error} onRetry={() => void asked.refetch()} />;
  }
  const library = asked.data;
  if (library === undefined) return <Skeleton height={260} radius="lg" />;
  const figures = [
    [words.photos, library.photos],
    [words.faces, library.faces],
    [words.people, library.people],
    [words.named, library.named],
    [words.alone, library.unassigned],
    [words.collections, library.collections],
    [words.hidden, library.hidden],
    [words.failures, library.failures],
  ] as const;
  return (
    <div className={panel.card}>
      <dl className={classes.figures}>
        {figures.map(([label, n]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{format.number(n)}</dd>
          </div>
        ))}
      </dl>
      <dl className={classes.facts}>
        <dt>{words.version}</dt>
        <dd>{library.version}</dd>
        <dt>{words.detector}</dt>
        <dd>{library.detector}</dd>
        <dt>{words.embedder}</dt>
        <dd>{library.embedder}</dd>
        <dt>{words.id}</dt>
        <dd className={classes.id}>{library.library}</dd>
      </dl>
    </div>
  );
}
