import { Outlet, useMatches, useRouterState } from "@tanstack/react-router";
import type { News } from "@/data/events";
import { Entrance } from "./Entrance";
import { Splash } from "./Splash";

/** Lets everybody to pages that are for whoever has their address; to others whom the server knows. */
export function Door({ news }: { news: News }) {
  const isReading = useRouterState({ select: ({ status }) => status === "pending" });
  const open = useMatches({
    select: (matches) =>
      matches.length < 2 ? null : matches.some(({ staticData }) => staticData.open === true),
  });
  if (open === null && isReading) return <Splash />;
  return open === true ? <Outlet /> : <Entrance news={news} />; // what leads nowhere says so inside
}
