import { useEffect, useEffectEvent, useState } from "react";
import type { Chosen } from "@/data/uploads";
import { filesOf } from "./dropped";

/**
 * Takes files that are dropped or pasted anywhere on the page.
 *
 * @returns Whether files are held over the page now.
 */
export function useDropping(onChosen: (chosen: Chosen[]) => void, enabled = true): boolean {
  const [over, setOver] = useState(false);
  const chosen = useEffectEvent(onChosen);

  useEffect(() => {
    if (!enabled) return;
    let depth = 0; // entering a child is told before leaving its parent
    const enter = (event: DragEvent): void => {
      if (!bringsFiles(event)) return;
      event.preventDefault();
      depth += 1;
      setOver(true);
    };
    const leave = (event: DragEvent): void => {
      if (!bringsFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const hover = (event: DragEvent): void => {
      if (!bringsFiles(event)) return;
      event.preventDefault(); // or the browser opens the file
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = "copy";
    };
    const drop = (event: DragEvent): void => {
      depth = 0;
      setOver(false);
      if (!bringsFiles(event) || event.dataTransfer === null) return;
      event.preventDefault();
      void filesOf(event.dataTransfer).then((files) => {
        if (files.length > 0) chosen(files);
      });
    };
    const paste = (event: ClipboardEvent): void => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      chosen(files.map((file) => ({ file, path: file.name })));
    };
    addEventListener("dragenter", enter);
    addEventListener("dragleave", leave);
    addEventListener("dragover", hover);
    addEventListener("drop", drop);
    addEventListener("paste", paste);
    return () => {
      setOver(false);
      removeEventListener("dragenter", enter);
      removeEventListener("dragleave", leave);
      removeEventListener("dragover", hover);
      removeEventListener("drop", drop);
      removeEventListener("paste", paste);
    };
  }, [enabled]);

  return over;
}

function bringsFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}
