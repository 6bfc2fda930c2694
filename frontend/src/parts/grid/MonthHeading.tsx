import { memo } from "react";
import { useText } from "@/text";
import classes from "./MonthHeading.module.css";
import { useMonthName } from "./useMonthName";

interface MonthHeadingProps {
  /** "2024-05"; null where nothing says when the photos were taken. */
  month: string | null;
  photos: number;
  /** Which of its photos are chosen; null where nothing can be. */
  chosen: "all" | "some" | "none" | null;
  onChoose: (month: string | null, wanted: boolean) => void;
}

/** The heading above the photos of a month; stays in sight as long as they are. */
export const MonthHeading = memo(function MonthHeading(props: MonthHeadingProps) {
  const { month, photos, chosen, onChoose } = props;
  const text = useText();
  const name = useMonthName()(month);
  return (
    <div className={classes.heading}>
      <h2 className={classes.name}>{name}</h2>
      <span className={classes.count}>{text.common.photos(photos)}</span>
      {chosen !== null && (
        // biome-ignore lint/a11y/useSemanticElements: it can be neither on nor off.
        <button
          type="button"
          role="checkbox"
          aria-checked={chosen === "some" ? "mixed" : chosen === "all"}
          aria-label={text.photos.chooseMonth(name)}
          className={classes.check}
          onClick={() => onChoose(month, chosen !== "all")}
        />
      )}
    </div>
  );
});
