import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { compareAverages } from "@/client/sdk.gen";
import type { AverageOut } from "@/client/types.gen";
import { Section } from "@/parts/Section";
import { Troubled } from "@/parts/Troubled";
import { useFormat, useText } from "@/text";
import { apartInWords } from "./apart";
import classes from "./Compare.module.css";
import { Fader } from "./Fader";

interface CompareProps {
  average: AverageOut;
  others: readonly AverageOut[];
  /** The one it is compared with, if the address names one. */
  beside: string | undefined;
  onChoose: (other: string | null) => void;
}

/** Two averages one over the other, and how far they are apart. */
export function Compare({ average, others, beside, onChoose }: CompareProps) {
  const words = useText().averages.compare;
  const other = others.find((one) => one.average === beside);
  return (
    <Section
      title={words.title}
      about={others.length === 0 ? words.none : words.about}
      actions={
        others.length > 0 && (
          <Select
            className={classes.select ?? ""}
            aria-label={words.other}
            placeholder={words.other}
            data={others.map(({ average: value, title }) => ({ value, label: title }))}
            value={other?.average ?? null}
            clearable
            searchable={others.length > 8}
            onChange={onChoose}
          />
        )
      }
    >
      {other !== undefined && (
        <div className={classes.compare}>
          <Fader one={average} other={other} />
          <Apart one={average.average} other={other.average} />
        </div>
      )}
    </Section>
  );
}

function Apart({ one, other }: { one: string; other: string }) {
  const text = useText();
  const format = useFormat();
  const words = text.averages.compare;
  const asked = useQuery({
    queryKey: [{ _id: "compareAverages", one, other }],
    queryFn: async ({ signal }) => (await compareAverages({ body: { one, other }, signal })).data,
  });
  if (asked.error !== null) {
    return <Troubled error={asked.error} onRetry={() => void asked.refetch()} />;
  }
  return (
    <div className={classes.apart} aria-live="polite">
      {asked.data === undefined ? (
        <p>{words.asking}</p>
      ) : (
        apartInWords(text, format, asked.data).map((said, index) => (
          <p key={said} className={index === 0 ? classes.said : undefined}>
            {said}
          </p>
        ))
      )}
      <p className={classes.measure}>{words.measure}</p>
    </div>
  );
}
