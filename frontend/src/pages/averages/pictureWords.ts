import type { AveragePictureOut } from "@/client/types.gen";
import type { Texts } from "@/text";

/** Returns what a picture of averages is: "Over time, year by year". */
export function kindOf(text: Texts, { kind, report }: AveragePictureOut): string {
  const words = text.averages.pictures;
  if (kind !== "strip" || !report.by) return words.kinds[kind];
  return `${words.kinds.strip}, ${words.bys[report.by]}`;
}
