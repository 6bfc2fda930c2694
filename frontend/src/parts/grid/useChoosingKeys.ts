import { useEffect } from "react";
import { letterOf } from "@/lib/letterOf";
import type { Choosing } from "./useChoosing";
import type { Selection } from "./useSelection";

/** Hears the keys that choose everything, or nothing, wherever the focus is. */
export function useChoosingKeys(
  selection: Selection | undefined,
  choosing: Choosing | null,
  listening: boolean,
): void {
  useEffect(() => {
    if (selection === undefined || choosing === null || !listening) return;
    const pressed = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || isBusy(event.target)) return;
      if (letterOf(event) === "a" && (event.ctrlKey || event.metaKey) && !event.shiftKey) {
        event.preventDefault();
        choosing.chooseAll();
      } else if (event.key === "Escape" && selection.choosing) {
        selection.clear();
      }
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [selection, choosing, listening]);
}

/** Whether keys mean something else where they are pressed. */
function isBusy(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest("input, textarea, select, [contenteditable], [role=dialog], [role=menu]") !==
      null
  );
}
