import { ActionIcon, CopyButton } from "@mantine/core";
import { Check, Copy } from "lucide-react";
import { useText } from "@/text";
import classes from "./Command.module.css";

interface CommandProps {
  /** As it is typed, or any text to be copied as it is. */
  children: string;
  /** What it is, for who hears it only. */
  label: string;
}

/** Something to type in a terminal, with a button that copies it where the browser lets it. */
export function Command({ children, label }: CommandProps) {
  const text = useText();
  return (
    <div className={classes.command}>
      <code className={classes.words}>{children}</code>
      {window.isSecureContext && (
        <CopyButton value={children}>
          {({ copied, copy }) => (
            <ActionIcon
              size="lg"
              className={classes.copy}
              onClick={copy}
              aria-label={`${copied ? text.common.copied : text.common.copy}: ${label}`}
            >
              {copied ? <Check size={17} /> : <Copy size={17} />}
            </ActionIcon>
          )}
        </CopyButton>
      )}
    </div>
  );
}
