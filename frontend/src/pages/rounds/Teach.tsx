import { Button } from "@mantine/core";
import { Plus, QrCode, Sparkles, Trophy } from "lucide-react";
import { useText } from "@/text";
import classes from "./Teach.module.css";

/** Stands where no round was ever opened: what the game is, and how it goes. */
export function Teach({ may, onNew }: { may: boolean; onNew: () => void }) {
  const text = useText().game;
  const { steps } = text.teach;
  const all = [
    { icon: Plus, title: steps.open, help: steps.openHelp },
    { icon: QrCode, title: steps.join, help: steps.joinHelp },
    { icon: Trophy, title: steps.reveal, help: steps.revealHelp },
  ];
  return (
    <section className={classes.teach}>
      <span className={classes.icon}>
        <Sparkles size={32} strokeWidth={1.6} aria-hidden="true" />
      </span>
      <h2 className={classes.title}>{text.teach.title}</h2>
      <p className={classes.help}>
        {text.teach.help} {!may && text.teach.readOnly}
      </p>
      <ol className={classes.steps}>
        {all.map(({ icon: Icon, title, help }, n) => (
          <li key={title} className={classes.step}>
            <span className={classes.number} aria-hidden="true">
              {n + 1}
            </span>
            <Icon size={24} strokeWidth={1.7} aria-hidden="true" />
            <strong>{title}</strong>
            <span>{help}</span>
          </li>
        ))}
      </ol>
      {may && (
        <Button size="md" leftSection={<Plus size={18} aria-hidden="true" />} onClick={onNew}>
          {text.new}
        </Button>
      )}
    </section>
  );
}
