import { useCallback } from "react";
import { useFormat, useText } from "@/text";

/** Returns what names a month ("2024-05"), a year ("2024"), or photos without either (null). */
export function useMonthName(): (month: string | null) => string {
  const text = useText();
  const format = useFormat();
  return useCallback(
    (month) => {
      if (month === null) return text.photos.undated;
      return month.includes("-") ? format.month(month) : text.photos.filter.wholeYear(month);
    },
    [text, format],
  );
}
