import type { PhotoFilter } from "@/data/filters";
import type { Shapes } from "@/lib/layoutShapes";
import type { Chosen } from "@/lib/selection";

/** What a dialog about chosen photos is given. */
export interface ChosenDialogProps {
  chosen: Chosen;
  count: number;
  filter: PhotoFilter;
  shapes: Shapes;
  onClose: () => void;
  onDone: () => void;
}
