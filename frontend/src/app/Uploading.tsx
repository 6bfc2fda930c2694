import { type ReactNode, useEffect, useState } from "react";
import { browserSurroundings } from "@/data/uploadServer";
import { Uploads, UploadsContext } from "@/data/uploads";

/** Lets every page send files: what is on its way goes on whatever page is looked at. */
export function Uploading({ children }: { children: ReactNode }) {
  const [uploads] = useState(() => new Uploads(browserSurroundings()));
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent): void => {
      if (uploads.busy) event.preventDefault();
    };
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [uploads]);
  return <UploadsContext value={uploads}>{children}</UploadsContext>;
}
