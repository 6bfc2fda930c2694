import { SegmentedControl } from "@mantine/core";
import { type ReactNode, useId } from "react";
import { usePreferences } from "@/data/preferences";
import { Section } from "@/parts/Section";
import { useText } from "@/text";
import classes from "./Appearance.module.css";
import { BoxesPreview } from "./BoxesPreview";
import { RowsPreview } from "./RowsPreview";

/** How things look in this browser; a change shows at once. */
export function Appearance() {
  const text = useText();
  const words = text.settings.appearance;
  const [preferences, change] = usePreferences();
  return (
    <Section title={text.settings.tabs.appearance} about={words.about}>
      <div className={classes.card}>
        <Choice
          label={words.language}
          value={preferences.language}
          onChange={(language) => change({ language })}
          choices={{ auto: words.languageAuto, en: "English", ko: "한국어" }}
        />
        <Choice
          label={words.scheme}
          value={preferences.scheme}
          onChange={(scheme) => change({ scheme })}
          choices={words.schemes}
        />
        <Choice
          label={words.rows}
          help={words.rowsHelp}
          value={preferences.rows}
          onChange={(rows) => change({ rows })}
          choices={words.sizes}
        >
          <RowsPreview rows={preferences.rows} />
        </Choice>
        <Choice
          label={words.boxes}
          help={words.boxesHelp}
          value={preferences.boxes}
          onChange={(boxes) => change({ boxes })}
          choices={words.palettes}
        >
          <BoxesPreview boxes={preferences.boxes} />
        </Choice>
      </div>
    </Section>
  );
}

interface ChoiceProps<Value extends string> {
  label: string;
  help?: string;
  value: Value;
  onChange: (value: Value) => void;
  /** What each value is called, in their order. */
  choices: Readonly<Record<Value, string>>;
  /** How it looks. */
  children?: ReactNode;
}

function Choice<Value extends string>(props: ChoiceProps<Value>) {
  const { label, help, value, onChange, choices, children } = props;
  const id = useId();
  return (
    <div className={classes.choice}>
      <div className={classes.words}>
        <h3 id={id} className={classes.label}>
          {label}
        </h3>
        {help !== undefined && <p className={classes.help}>{help}</p>}
      </div>
      <div className={classes.control}>
        <SegmentedControl
          aria-labelledby={id}
          radius="md"
          withItemsBorders={false}
          value={value}
          onChange={(chosen) => onChange(chosen as Value)}
          data={Object.entries<string>(choices).map(([name, said]) => ({
            value: name,
            label: said,
          }))}
        />
        {children}
      </div>
    </div>
  );
}
