import { type RefObject, useEffect, useRef } from "react";
import { type Command, commandOf } from "./keys";

/** What has a use of its own for letters or Escape. */
const OTHERS = "input:not([type=radio]), textarea, select, [contenteditable], [role=menu]";
const CONTROLS = "a, button, summary";

/** Listens to keys as long as nothing lies over the element and nobody writes. */
export function useKeys(of: RefObject<HTMLElement | null>, on: (command: Command) => void): void {
  const latest = useRef(on);
  latest.current = on;
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const target = event.target instanceof Element ? event.target : document.body;
      const ours = target === document.body || of.current?.contains(target) === true;
      if (!ours || event.defaultPrevented || target.closest(OTHERS) !== null) return;
      if (target.matches("[type=radio]") && event.key.startsWith("Arrow")) return;
      const command = commandOf(event, target.closest(CONTROLS) !== null);
      if (command === null) return;
      event.preventDefault();
      latest.current(command);
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, [of]);
}
