import { useQuery } from "@tanstack/react-query";
import { getSessionOptions } from "@/client/@tanstack/react-query.gen";
import type { SessionOut } from "@/client/types.gen";
import { isAway, rememberToken, saysNobody } from "./api";
import { isWorthAnother } from "./queries";

export type Session =
  | { state: "asking" }
  | { state: "away" }
  | { state: "nobody" }
  | ({ state: "known" } & SessionOut);

const MAY = { read: 0, write: 1, admin: 2 } as const;

/** What somebody may do here. */
export type Scope = keyof typeof MAY;

/** Returns whether who has one scope may do what needs the other. */
export function allows(has: Scope, needs: Scope): boolean {
  return MAY[has] >= MAY[needs];
}

/** What is known of the question who is there. */
interface Asked {
  data: SessionOut | undefined;
  /** What it failed with in the end. */
  error: unknown;
  /** What it failed with last; it may still be tried again. */
  failureReason: unknown;
}

/** Returns who is there, as far as the server said it. */
export function sessionOf({ data, error, failureReason }: Asked): Session {
  if (saysNobody(error)) return { state: "nobody" }; // also where somebody was known before
  if (data !== undefined) return { state: "known", ...data };
  return { state: isAway(failureReason) ? "away" : "asking" };
}

/** Says who is in front of the page. A server that is away is asked until it is back. */
export function useSession(): Session {
  const asked = useQuery({
    ...getSessionOptions(),
    staleTime: Number.POSITIVE_INFINITY,
    retry: (failures, error) => isAway(error) || isWorthAnother(failures, error),
    throwOnError: (error, { state }) => state.data === undefined && !saysNobody(error),
  });
  const session = sessionOf(asked);
  if (session.state === "known") rememberToken(session.csrf);
  return session;
}

/** Returns whether the visitor may do what needs `scope`. */
export function useMay(scope: Scope): boolean {
  const session = useSession();
  return session.state === "known" && allows(session.scope, scope);
}

/** How one comes in here: by the link that the server printed, or with a password. */
export function entrance(): "link" | "password" {
  const said = document.querySelector<HTMLMetaElement>('meta[name="likeness-entrance"]');
  return said?.content === "password" ? "password" : "link";
}
