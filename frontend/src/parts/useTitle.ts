import { useEffect } from "react";
import { useText } from "@/text";

/**
 * Names the browser's tab, and the page to whoever cannot see it (WCAG 2.4.2), while it is there.
 *
 * @param title What is shown; null as long as that is not known.
 */
export function useTitle(title: string | null): void {
  const { name } = useText().common;
  useEffect(() => {
    if (title === null) return;
    const before = document.title;
    document.title = `${title} · ${name}`;
    return () => {
      document.title = before;
    };
  }, [title, name]);
}
