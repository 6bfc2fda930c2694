import { client } from "@/client/client.gen";
import type { Fault, Problem } from "@/client/types.gen";

/** Where the pages live: the server says it, since it may be reached below a path. */
export const HOME = new URL(".", document.baseURI).pathname.replace(/\/$/, "");

/** What the server answered when it did not do what was asked (RFC 9457). */
export class ApiError extends Error {
  readonly status: number;
  /** The last word of the problem's type, such as "not-found". */
  readonly kind: string;
  readonly title: string;
  /** Of a picture that cannot be used, such as "not_an_image"; null: it is about something else. */
  readonly reason: string | null;
  /** Where the next byte of an upload goes; null: it is about something else. */
  readonly offset: number | null;
  /** Which values of the request cannot be used. */
  readonly faults: readonly Fault[];

  constructor(problem: Partial<Problem>, status: number) {
    super(problem.detail ?? "");
    this.name = "ApiError";
    this.status = status;
    this.kind = problem.type?.split(":").at(-1) ?? "";
    this.title = problem.title ?? "";
    this.faults = problem.faults ?? [];
    this.reason = problem.reason ?? null;
    this.offset = problem.offset ?? null;
  }
}

/** The server was not reached: it restarts, or the network is gone. */
export class UnreachableError extends Error {
  override readonly name = "UnreachableError";
}

const AWAY = [502, 503, 504]; // what stands before a server says so

/** Returns whether the server did not answer for now: it may be back in a moment. */
export function isAway(error: unknown): boolean {
  return (
    error instanceof UnreachableError || (error instanceof ApiError && AWAY.includes(error.status))
  );
}

/** Returns whether the server no longer knows who asks; a wrong password is something else. */
export function saysNobody(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401 && error.kind !== "login-refused";
}

const CHANGING = new Set(["POST", "PUT", "PATCH", "DELETE"]);
let csrf: string | null = null;

/** Lets requests that change something carry the session's token. */
export function rememberToken(token: string | null): void {
  csrf = token;
}

/** Sets the generated client up. Called once, before anything is asked. */
export function prepareClient(): void {
  client.setConfig({ baseUrl: HOME, credentials: "same-origin", throwOnError: true });
  client.interceptors.request.use((request) => {
    if (csrf !== null && CHANGING.has(request.method)) request.headers.set("X-CSRF-Token", csrf);
    return request;
  });
  client.interceptors.error.use((error, response) => asError(error, response));
}

/** Returns an `Error` for whatever the client threw. */
export function asError(error: unknown, response: Response | undefined): Error {
  if (error instanceof DOMException && error.name === "AbortError") return error;
  if (response === undefined) return new UnreachableError("The server does not answer.");
  const problem = typeof error === "object" && error !== null ? (error as Partial<Problem>) : {};
  return new ApiError(problem, response.status);
}
