import type { News } from "@/data/events";
import { useNews } from "@/data/events";
import { useSession } from "@/data/session";
import { Login } from "./Login";
import { Shell } from "./Shell";
import { Splash } from "./Splash";

/** Lets in whoever the server knows. */
export function Entrance({ news }: { news: News }) {
  const session = useSession();
  if (session.state === "asking") return <Splash />;
  if (session.state === "away") return <Splash away />;
  if (session.state === "nobody") return <Login />;
  return <Inside news={news} />;
}

function Inside({ news }: { news: News }) {
  return <Shell connection={useNews(news)} />;
}
