import {
  ChartNoAxesCombined,
  ClipboardCheck,
  HelpCircle,
  History,
  Image,
  Layers,
  ListChecks,
  type LucideIcon,
  Orbit,
  Search,
  Settings,
  Trophy,
  Upload,
  Users,
  Waypoints,
} from "lucide-react";
import { allows, type Scope } from "@/data/session";
import type { Texts } from "@/text";

export interface Place {
  to: string;
  name: keyof Texts["shell"] & string;
  icon: LucideIcon;
  /** What one must be allowed to, for whom it is there at all. */
  needs?: Scope;
}

/** What people come for. */
const FIRST: readonly Place[] = [
  { to: "/photos", name: "photos", icon: Image },
  { to: "/people", name: "people", icon: Users },
  { to: "/find", name: "find", icon: Search },
  { to: "/review", name: "review", icon: HelpCircle, needs: "write" },
  { to: "/upload", name: "upload", icon: Upload, needs: "write" },
];

/** What makes them stay. */
const SECOND: readonly Place[] = [
  { to: "/averages", name: "averages", icon: Layers },
  { to: "/map", name: "map", icon: Orbit },
  { to: "/network", name: "network", icon: Waypoints },
  { to: "/rounds", name: "game", icon: Trophy },
  { to: "/trust", name: "trust", icon: ClipboardCheck },
  { to: "/reports", name: "reports", icon: ChartNoAxesCombined, needs: "admin" },
];

const LAST: readonly Place[] = [
  { to: "/jobs", name: "jobs", icon: ListChecks },
  { to: "/history", name: "history", icon: History },
  { to: "/settings", name: "settings", icon: Settings },
];

const TABS = 4; // what a phone has room for, beside "More"

/** Where somebody can go. */
export interface Places {
  first: Place[];
  second: Place[];
  last: Place[];
  /** On a phone. */
  tabs: Place[];
  /** On a phone, behind "More". */
  more: Place[];
}

/** Returns where somebody with that scope has something to see or to do. */
export function placesFor(scope: Scope): Places {
  const [first, second, last] = [FIRST, SECOND, LAST].map((places) =>
    places.filter(({ needs = "read" }) => allows(scope, needs)),
  ) as [Place[], Place[], Place[]];
  const all = [...first, ...second, ...last];
  return { first, second, last, tabs: all.slice(0, TABS), more: all.slice(TABS) };
}
