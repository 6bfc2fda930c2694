import { lazy, Suspense } from "react";
import type { Sequence } from "@/parts/sequence";
import { Cover } from "./Cover";

const Viewer = lazy(() => import("./Viewer").then((module) => ({ default: module.Viewer })));

/** What a page tells its lightbox. */
export interface LightboxProps {
  /** What can be turned through. */
  sequence: Sequence;
  /** The photo that is open; need not be in the sequence. */
  photo: string;
  /** Another photo is wanted: the page puts it into its address, and comes back with it. */
  onMove: (photo: string) => void;
  onClose: () => void;
}

/** One photo over the whole window, with who is on it. Loaded when it is first opened. */
export function Lightbox(props: LightboxProps) {
  return (
    <Suspense fallback={<Cover onClose={props.onClose} />}>
      <Viewer {...props} />
    </Suspense>
  );
}
