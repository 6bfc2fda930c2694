import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from "@tanstack/react-router";
import { HOME } from "@/data/api";
import { averagesViewOf, averageViewOf } from "@/data/averageView";
import type { News } from "@/data/events";
import { filterOf, personOf, photoOf } from "@/data/filters";
import { preloadPhotos } from "@/data/layout";
import { networkViewOf } from "@/data/networkView";
import { peopleViewOf, personViewOf } from "@/data/peopleView";
import { roundsViewOf, roundViewOf } from "@/data/roundsView";
import { sampleOf } from "@/data/sampleOf";
import { tabOf } from "@/pages/settings/tabs";
import { Broken } from "./Broken";
import { checked } from "./checked";
import { Door } from "./Door";
import { Missing } from "./Missing";
import { Start } from "./Start";

const photosViewOf = checked((given) => ({ ...filterOf(given), ...photoOf(given) }));
const findViewOf = checked((given) => ({ ...photoOf(given), ...sampleOf(given) }));

/** Every page and its address. Pages are loaded when they are first opened. */
export function makeRouter(news: News, queries: QueryClient) {
  const root = createRootRoute({
    component: () => <Door news={news} />,
    notFoundComponent: Missing,
    errorComponent: Broken,
  });
  const at = <Path extends string>(path: Path) => ({ getParentRoute: () => root, path }) as const;

  const start = createRoute({ ...at("/"), component: Start });
  const welcome = createRoute({
    ...at("/welcome"),
    component: lazyRouteComponent(() => import("@/pages/welcome/Welcome"), "Welcome"),
  });
  const photos = createRoute({
    ...at("/photos"),
    validateSearch: photosViewOf,
    loaderDeps: ({ search: { photo: _, ...filter } }) => filter,
    loader: ({ deps }) => preloadPhotos(queries, filterOf(deps)),
    component: lazyRouteComponent(() => import("@/pages/photos/Photos"), "Photos"),
  });
  const people = createRoute({
    ...at("/people"),
    validateSearch: checked(peopleViewOf),
    component: lazyRouteComponent(() => import("@/pages/people/People"), "People"),
  });
  const person = createRoute({
    ...at("/people/$person"),
    validateSearch: checked(personViewOf),
    component: lazyRouteComponent(() => import("@/pages/person/Person"), "Person"),
  });
  const find = createRoute({
    ...at("/find"),
    validateSearch: findViewOf,
    component: lazyRouteComponent(() => import("@/pages/find/Find"), "Find"),
  });
  const review = createRoute({
    ...at("/review"),
    component: lazyRouteComponent(() => import("@/pages/review/Review"), "Review"),
  });
  const upload = createRoute({
    ...at("/upload"),
    component: lazyRouteComponent(() => import("@/pages/upload/Upload"), "Upload"),
  });
  const averages = createRoute({
    ...at("/averages"),
    validateSearch: checked(averagesViewOf),
    component: lazyRouteComponent(() => import("@/pages/averages/Averages"), "Averages"),
  });
  const average = createRoute({
    ...at("/averages/$average"),
    validateSearch: checked(averageViewOf),
    component: lazyRouteComponent(() => import("@/pages/averages/Average"), "Average"),
  });
  const map = createRoute({
    ...at("/map"),
    component: lazyRouteComponent(() => import("@/pages/map/FaceMap"), "FaceMap"),
  });
  const network = createRoute({
    ...at("/network"),
    validateSearch: checked(networkViewOf),
    component: lazyRouteComponent(() => import("@/pages/network/Network"), "Network"),
  });
  const rounds = createRoute({
    ...at("/rounds"),
    validateSearch: checked(roundsViewOf),
    component: lazyRouteComponent(() => import("@/pages/rounds/Rounds"), "Rounds"),
  });
  const round = createRoute({
    ...at("/rounds/$round"),
    validateSearch: checked(roundViewOf),
    component: lazyRouteComponent(() => import("@/pages/rounds/Round"), "Round"),
  });
  const join = createRoute({
    ...at("/join/$token"),
    staticData: { open: true },
    component: lazyRouteComponent(() => import("@/pages/join/Join"), "Join"),
  });
  const screen = createRoute({
    ...at("/screen/$token"),
    staticData: { open: true },
    component: lazyRouteComponent(() => import("@/pages/screen/Screen"), "Screen"),
  });
  const jobs = createRoute({
    ...at("/jobs"),
    component: lazyRouteComponent(() => import("@/pages/jobs/Jobs"), "Jobs"),
  });
  const trust = createRoute({
    ...at("/trust"),
    component: lazyRouteComponent(() => import("@/pages/trust/Trust"), "Trust"),
  });
  const reports = createRoute({
    ...at("/reports"),
    component: lazyRouteComponent(() => import("@/pages/reports/Reports"), "Reports"),
  });
  const report = createRoute({
    ...at("/reports/$report"),
    component: lazyRouteComponent(() => import("@/pages/reports/Report"), "Report"),
  });
  const history = createRoute({
    ...at("/history"),
    validateSearch: checked(personOf),
    component: lazyRouteComponent(() => import("@/pages/history/History"), "History"),
  });
  const settings = createRoute({
    ...at("/settings"),
    validateSearch: checked(tabOf),
    component: lazyRouteComponent(() => import("@/pages/settings/Settings"), "Settings"),
  });

  return createRouter({
    routeTree: root.addChildren([
      start,
      welcome,
      photos,
      people,
      person,
      find,
      review,
      upload,
      averages,
      average,
      map,
      rounds,
      round,
      join,
      screen,
      network,
      jobs,
      trust,
      reports,
      report,
      history,
      settings,
    ]),
    basepath: HOME === "" ? "/" : HOME,
    defaultPreload: "intent",
    defaultErrorComponent: Broken,
    defaultNotFoundComponent: Missing,
    scrollRestoration: true,
  });
}

export type AppRouter = ReturnType<typeof makeRouter>;

declare module "@tanstack/react-router" {
  interface Register {
    router: AppRouter;
  }
  interface StaticDataRouteOption {
    /** Whoever has the address may see it: nobody is asked who they are. */
    open?: true;
  }
}
