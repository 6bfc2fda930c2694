import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { ChevronRight, Folder, FolderOpen, HardDrive } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { listFoldersOptions } from "@/client/@tanstack/react-query.gen";
import { crumbs, folderName } from "@/lib/folders";
import { Troubled } from "@/parts/Troubled";
import { useText } from "@/text";
import classes from "./FolderBrowser.module.css";

interface FolderBrowserProps {
  /** The folder that is open, which is the one that is chosen; "": none yet. */
  path: string;
  onPath: (path: string) => void;
}

/** Walks through the folders of the server's machine that may be chosen. */
export function FolderBrowser({ path, onPath }: FolderBrowserProps) {
  const words = useText().settings.folders;
  const begin = useQuery(listFoldersOptions({ query: { path: "" } }));
  const asked = useQuery(listFoldersOptions({ query: { path } }));
  const roots = begin.data?.folders ?? [];
  const only = roots.length === 1 ? roots[0] : undefined;
  useEffect(() => {
    if (path === "" && only !== undefined) onPath(only);
  }, [path, only, onPath]);
  const parent = asked.data?.parent;
  // Above a single root there is nothing to choose from.
  const up = parent === null || (parent === "" && only !== undefined) ? undefined : parent;
  const [walked, setWalked] = useState(false);
  const walk = (to: string): void => {
    setWalked(true); // the button that had the focus goes away: what comes in its place takes it
    onPath(to);
  };
  return (
    <div className={classes.browser}>
      <Way path={path} roots={roots} several={only === undefined} onPath={onPath} />
      {asked.error !== null ? (
        <Troubled error={asked.error} onRetry={() => void asked.refetch()} />
      ) : asked.data === undefined ? (
        <div className={classes.state}>
          <Skeleton height={28} />
          <Skeleton height={28} />
          <Skeleton height={28} />
        </div>
      ) : asked.data.folders.length === 0 ? (
        <Nothing key={path} focused={walked}>
          <FolderOpen size={22} strokeWidth={1.6} aria-hidden="true" />
          <p>{path === "" ? words.noRoots : words.noneInside}</p>
        </Nothing>
      ) : (
        <Folders
          key={path}
          folders={asked.data.folders}
          up={up}
          root={path === ""}
          focused={walked}
          onPath={walk}
        />
      )}
    </div>
  );
}

/** Stands where a folder holds no other. */
function Nothing({ focused, children }: { focused: boolean; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (focused) box.current?.focus();
  }, [focused]);
  return (
    <div ref={box} tabIndex={-1} className={classes.state}>
      {children}
    </div>
  );
}

interface WayProps {
  path: string;
  roots: readonly string[];
  /** There is more than one root, so that one may go above them. */
  several: boolean;
  onPath: (path: string) => void;
}

function Way({ path, roots, several, onPath }: WayProps) {
  const words = useText().settings.folders;
  const way = crumbs(path, roots);
  return (
    <nav className={classes.way} aria-label={words.way}>
      {several && (
        <button
          type="button"
          className={classes.crumb}
          aria-current={path === "" ? "location" : undefined}
          onClick={() => onPath("")}
        >
          <HardDrive size={15} aria-hidden="true" /> {words.machine}
        </button>
      )}
      {way.map((crumb, index) => (
        <span key={crumb.path} className={classes.step}>
          {(several || index > 0) && (
            <ChevronRight size={14} className={classes.between} aria-hidden="true" />
          )}
          <button
            type="button"
            className={classes.crumb}
            aria-current={crumb.path === path ? "location" : undefined}
            onClick={() => onPath(crumb.path)}
          >
            {crumb.name}
          </button>
        </span>
      ))}
    </nav>
  );
}

interface FoldersProps {
  folders: readonly string[];
  /** Where one gets with Backspace or the left arrow. */
  up: string | undefined;
  /** They are roots: their whole path says where they are. */
  root: boolean;
  /** The first of them takes the focus. */
  focused: boolean;
  onPath: (path: string) => void;
}

function Folders({ folders, up, root, focused, onPath }: FoldersProps) {
  const words = useText().settings.folders;
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    if (focused) list.current?.querySelector("button")?.focus();
  }, [focused]);
  const walk = (event: KeyboardEvent<HTMLUListElement>): void => {
    const buttons = [...(list.current?.querySelectorAll("button") ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const target = {
      ArrowDown: buttons[at + 1],
      ArrowUp: buttons[at - 1],
      Home: buttons[0],
      End: buttons.at(-1),
    }[event.key];
    if (target !== undefined) {
      event.preventDefault();
      target.focus();
    } else if (event.key === "ArrowRight") {
      event.preventDefault();
      buttons[at]?.click();
    } else if ((event.key === "ArrowLeft" || event.key === "Backspace") && up !== undefined) {
      event.preventDefault();
      onPath(up);
    }
  };
  return (
    <ul ref={list} className={classes.list} aria-label={words.inside} onKeyDown={walk}>
      {folders.map((folder) => (
        <li key={folder}>
          <button type="button" className={classes.folder} onClick={() => onPath(folder)}>
            <Folder size={18} strokeWidth={1.7} aria-hidden="true" />
            <span className={classes.name}>{root ? folder : folderName(folder)}</span>
            <ChevronRight size={16} className={classes.between} aria-hidden="true" />
          </button>
        </li>
      ))}
    </ul>
  );
}
