import { Drawer } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { Ellipsis, Loader } from "lucide-react";
import { useEffect, useRef } from "react";
import { getReviewStateOptions, listJobsOptions } from "@/client/@tanstack/react-query.gen";
import type { Connection } from "@/data/events";
import { useMay, useSession } from "@/data/session";
import { useUploads } from "@/data/uploads";
import { useText } from "@/text";
import { Mark } from "./Mark";
import { type Place, placesFor } from "./navigation";
import classes from "./Shell.module.css";
import { Shortcuts } from "./Shortcuts";

/** What is around every page: where one can go, what runs now, whether the server is there. */
export function Shell({ connection }: { connection: Connection }) {
  const text = useText();
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const [open, more] = useDisclosure(false);
  const running = useRunning();
  const session = useSession();
  const places = placesFor(session.state === "known" ? session.scope : "read");

  // biome-ignore lint/correctness/useExhaustiveDependencies: it is left when another page opens.
  useEffect(() => {
    more.close();
  }, [pathname]);

  return (
    <div className={classes.shell}>
      {/* biome-ignore lint/a11y/useValidAnchor: it leads within the page, which the router must not hear. */}
      <a
        href="#main"
        className={classes.skip}
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        {text.common.skip}
      </a>
      <nav className={classes.sidebar} aria-label={text.shell.navigation}>
        <Link to="/photos" className={classes.brand}>
          <Mark />
          {text.common.name}
        </Link>
        <Places places={places.first} />
        <hr className={classes.rule} />
        <Places places={places.second} />
        <div className={classes.foot}>
          <Places places={places.last} running={running} />
        </div>
      </nav>
      <main id="main" ref={main} tabIndex={-1} className={classes.main}>
        {connection === "lost" && (
          <div className={classes.lost} role="status">
            {text.common.unreachable}
          </div>
        )}
        <Outlet />
      </main>
      <nav className={classes.tabs} aria-label={text.shell.navigation}>
        {places.tabs.map((place) => (
          <Link key={place.to} to={place.to} className={classes.tab}>
            <place.icon size={21} aria-hidden="true" />
            {text.shell[place.name] as string}
          </Link>
        ))}
        <button type="button" className={classes.tab} onClick={more.open}>
          <Ellipsis size={21} aria-hidden="true" />
          {text.shell.more}
          {running > 0 && <span className={classes.dot} />}
        </button>
      </nav>
      <Shortcuts />
      <Drawer
        opened={open}
        onClose={more.close}
        position="bottom"
        size="auto"
        radius="lg"
        title={text.shell.more}
        closeButtonProps={{ "aria-label": text.common.close }}
      >
        <nav aria-label={text.shell.more}>
          <Places places={places.more} running={running} />
        </nav>
      </Drawer>
    </div>
  );
}

function Places({ places, running = 0 }: { places: readonly Place[]; running?: number }) {
  const text = useText();
  const questions = useQuestions();
  const { totals } = useUploads();
  const sending = totals.waiting + totals.sending;
  return places.map((place) => (
    <Link key={place.to} to={place.to} className={classes.link}>
      <place.icon size={18} aria-hidden="true" />
      {text.shell[place.name] as string}
      {place.name === "review" && questions > 0 && (
        <span className={classes.badge}>{questions > 99 ? "99+" : questions}</span>
      )}
      {place.name === "upload" && sending > 0 && (
        <span className={classes.badge}>
          <Loader size={11} aria-hidden="true" /> {sending}
        </span>
      )}
      {place.name === "jobs" && running > 0 && (
        <span className={classes.badge}>
          <Loader size={11} aria-hidden="true" /> {running}
        </span>
      )}
    </Link>
  ));
}

function useRunning(): number {
  const asked = useQuery(listJobsOptions({ query: { state: ["running", "queued"], limit: 20 } }));
  return asked.data?.items.length ?? 0;
}

function useQuestions(): number {
  const may = useMay("write");
  const asked = useQuery({ ...getReviewStateOptions(), enabled: may });
  return asked.data?.questions ?? 0;
}
