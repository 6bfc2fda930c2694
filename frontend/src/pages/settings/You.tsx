import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link2 } from "lucide-react";
import { createLink } from "@/client/sdk.gen";
import { wholeAddress } from "@/data/files";
import { entrance, useSession } from "@/data/session";
import { useToasts } from "@/data/toasts";
import { Command } from "@/parts/Command";
import { Said } from "@/parts/Said";
import { Section } from "@/parts/Section";
import { useText } from "@/text";
import classes from "./Panel.module.css";
import { PasswordForm } from "./PasswordForm";

/** Who one is here, and one's own password. */
export function You() {
  const text = useText();
  const words = text.settings.access;
  const session = useSession();
  if (session.state !== "known") return null;
  return (
    <Section
      title={words.you}
      about={`${words.youAre(session.who)} ${words.scopes[session.scope]}`}
    >
      {session.account !== null ? (
        <PasswordForm />
      ) : (
        <div className={classes.card}>
          <p className={classes.note}>{words.local}</p>
          <p className={classes.note}>
            <Said>{words.localHelp}</Said>
          </p>
          {entrance() === "link" && session.scope === "admin" && <AnotherBrowser />}
        </div>
      )}
    </Section>
  );
}

function AnotherBrowser() {
  const words = useText().settings.access;
  const toasts = useToasts();
  const making = useMutation({
    mutationFn: async () => (await createLink()).data,
    onError: toasts.failed,
  });
  return (
    <>
      <div>
        <Button
          variant="default"
          leftSection={<Link2 size={16} aria-hidden="true" />}
          loading={making.isPending}
          onClick={() => making.mutate()}
        >
          {words.link}
        </Button>
      </div>
      {making.data !== undefined && (
        <div aria-live="polite" className={classes.dialog}>
          <p className={classes.note}>{words.linkMade}</p>
          <Command label={words.linkLabel}>{wholeAddress(making.data.path)}</Command>
        </div>
      )}
    </>
  );
}
