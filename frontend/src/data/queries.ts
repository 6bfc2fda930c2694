import { MutationCache, type Query, QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiError, saysNobody, UnreachableError } from "./api";

/** What answers are about: news and edits say which of these to ask for again. */
export const ABOUT = {
  photos: [
    "getLayout",
    "listPhotos",
    "listMonths",
    "getPhoto",
    "listCollections",
    "getCollection",
    "listFailures",
    "listSources",
    "getLibrary",
    "listNewestFaces",
    "listUploads",
  ],
  people: [
    "listPeople",
    "getPerson",
    "whyPerson",
    "suggestPeople",
    "listTogether",
    "listSimilar",
    "listFaces",
    "getFace",
    "whyFace",
    "getPhoto",
    "getDetections",
    "listQuestions",
    "getReviewState",
    "getLibrary",
    "listAverages",
    "getAverage",
    "compareAverages",
    "listAveragePictures",
    "getMap",
    "getNetwork",
    "listStrictnesses",
  ],
  rounds: [
    "listRounds",
    "getRound",
    "listBoards",
    "listParticipants",
    "listStandings",
    "listSeries",
  ],
  edits: ["listEdits", "whyPerson", "whyFace"],
  jobs: ["listJobs", "getJob"],
  network: ["getNetwork", "getResemblancePath", "listRelatives", "listLookAlikes", "listBridges"],
} as const;

export type About = keyof typeof ABOUT;

/** Lists of photos: who is on them matters only where the question names people or faces. */
const BY_PEOPLE = ["getLayout", "listPhotos", "listMonths"];
const NAMING = ["person", "not", "without_faces", "min_quality"];

/** Returns the operation that a query asks, if it is one of the server's. */
export function operationOf(query: Pick<Query, "queryKey">): string | null {
  const first: unknown = query.queryKey[0];
  if (typeof first !== "object" || first === null || !("_id" in first)) return null;
  return String(first._id);
}

/** Returns whether a query is about any of these. */
export function isAbout(query: Pick<Query, "queryKey">, about: readonly About[]): boolean {
  const operation = operationOf(query);
  if (operation === null) return false;
  if (about.includes("people") && BY_PEOPLE.includes(operation) && namesPeople(query)) return true;
  return about.some((noun) => (ABOUT[noun] as readonly string[]).includes(operation));
}

function namesPeople(query: Pick<Query, "queryKey">): boolean {
  const { query: asked } = query.queryKey[0] as { query?: Record<string, unknown> };
  return NAMING.some((name) => asked?.[name] !== undefined);
}

/** Asks again for everything about these that is on screen; the rest when it is next shown. */
export function refresh(queries: QueryClient, about: readonly About[]): void {
  void queries.invalidateQueries({ predicate: (query) => isAbout(query, about) });
}

const PATIENCE = 4;

/** Returns whether to ask once more: a server that restarts comes back; a refusal stays one. */
export function isWorthAnother(failures: number, error: unknown): boolean {
  if (error instanceof UnreachableError) return failures < PATIENCE;
  if (error instanceof ApiError) {
    return failures < PATIENCE && (error.status === 503 || error.status === 429);
  }
  return false;
}

function isSession(query: Pick<Query, "queryKey">): boolean {
  return operationOf(query) === "getSession";
}

/** Asks whether the session still is: the door is shown once the server says that it is not. */
export function askWhoIsThere(queries: QueryClient): void {
  void queries.invalidateQueries(
    { predicate: (query) => isSession(query) && query.state.data !== undefined },
    { cancelRefetch: false }, // many questions may fail at once
  );
}

/** Makes what asks the server, keeps its answers, and notices when a session has ended. */
export function makeQueries(): QueryClient {
  const queries: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (!saysNobody(error)) return;
        if (!isSession(query)) askWhoIsThere(queries);
        // What one visitor saw is not for the next.
        else queries.removeQueries({ predicate: (other) => !isSession(other) });
      },
    }),
    mutationCache: new MutationCache({
      onError: (error) => {
        if (saysNobody(error)) askWhoIsThere(queries);
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 60_000,
        retry: isWorthAnother,
        retryDelay: (failures) => Math.min(500 * 2 ** failures, 4_000),
        refetchOnWindowFocus: false,
      },
      mutations: {
        // Tried again only where nothing can have been done by the first try.
        retry: (failures, error) =>
          error instanceof ApiError && error.status === 503 && failures < PATIENCE,
        retryDelay: (failures) => 500 * 2 ** failures,
      },
    },
  });
  return queries;
}
