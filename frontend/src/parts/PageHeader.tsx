import { type ReactNode, useLayoutEffect, useRef } from "react";
import classes from "./PageHeader.module.css";
import { useTitle } from "./useTitle";

interface PageHeaderProps {
  title: string;
  /** A few words below the title: how many there are. */
  about?: ReactNode;
  /** What one can do here. */
  children?: ReactNode;
  /** A row of its own below. */
  below?: ReactNode;
}

/** The head of a page: stays in sight while the page scrolls below it. */
export function PageHeader({ title, about, children, below }: PageHeaderProps) {
  const header = useRef<HTMLElement>(null);
  useTitle(title);
  useLayoutEffect(() => told(header.current), []);
  return (
    <header ref={header} className={classes.header}>
      <div className={classes.words}>
        <h1 className={classes.title}>{title}</h1>
        {about !== undefined && <p className={classes.about}>{about}</p>}
      </div>
      {children !== undefined && <div className={classes.actions}>{children}</div>}
      {below !== undefined && below !== null && <div className={classes.below}>{below}</div>}
    </header>
  );
}

/** Tells the height of the head to whatever sticks below it, as `--page-head`. */
function told(header: HTMLElement | null): (() => void) | undefined {
  if (header === null) return undefined;
  const { style } = document.documentElement;
  const tell = (): void => style.setProperty("--page-head", `${header.offsetHeight}px`);
  const watching = new ResizeObserver(tell);
  watching.observe(header);
  tell();
  return () => {
    watching.disconnect();
    style.removeProperty("--page-head");
  };
}
