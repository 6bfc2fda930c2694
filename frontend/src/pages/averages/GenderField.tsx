import { useText } from "@/text";
import { Choices } from "./Choices";
import classes from "./NewAverage.module.css";
import type { Gender, Wish } from "./wish";

const GENDERS: readonly Gender[] = ["all", "both", "female", "male"];

interface GenderFieldProps {
  wish: Wish;
  onChange: (change: Partial<Wish>) => void;
}

/** Whether women and men are in one average, in two, or only some of them. */
export function GenderField({ wish, onChange }: GenderFieldProps) {
  const words = useText().averages.form;
  const help = [wish.gender === "both" ? words.bothHelp : null, words.perceived];
  return (
    <Choices
      legend={words.gender}
      choices={GENDERS.map((value) => ({ value, label: words.genders[value] }))}
      value={wish.gender}
      onChange={(gender) => onChange({ gender })}
    >
      {wish.gender !== "all" && (
        <p className={classes.help}>{help.filter((part) => part !== null).join(" ")}</p>
      )}
    </Choices>
  );
}
