import type { LucideIcon } from "lucide-react";
import { useId } from "react";
import classes from "./NewAverage.module.css";

interface ChoicesProps<Value extends string> {
  legend: string;
  choices: readonly { value: Value; label: string; icon?: LucideIcon }[];
  value: Value;
  onChange: (value: Value) => void;
  /** Below the choices: what the chosen one means, or what it needs. */
  children?: React.ReactNode;
}

/** One of a few: radio buttons as large as a thumb. */
export function Choices<Value extends string>({
  legend,
  choices,
  value,
  onChange,
  children,
}: ChoicesProps<Value>) {
  const name = useId();
  return (
    <fieldset className={classes.field}>
      <legend className={classes.legend}>{legend}</legend>
      <div className={classes.choices} data-many={choices.length > 3 || undefined}>
        {choices.map(({ value: each, label, icon: Icon }) => (
          <label key={each} className={classes.choice}>
            <input
              type="radio"
              name={name}
              value={each}
              checked={each === value}
              onChange={() => onChange(each)}
            />
            {Icon !== undefined && <Icon size={17} aria-hidden="true" />}
            {label}
          </label>
        ))}
      </div>
      {children}
    </fieldset>
  );
}
