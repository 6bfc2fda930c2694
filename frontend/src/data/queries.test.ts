// @vitest-environment happy-dom
import { QueryObserver } from "@tanstack/react-query";
import { describe, expect, test, vi } from "vitest";
import { ApiError, UnreachableError } from "./api";
import { isAbout, isWorthAnother, makeQueries } from "./queries";

const asked = (_id: string, query?: Record<string, unknown>) => ({ queryKey: [{ _id, query }] });

test("photos are asked for again when photos changed", () => {
  expect(isAbout(asked("getLayout"), ["photos"])).toBe(true);
  expect(isAbout(asked("listPeople"), ["photos"])).toBe(false);
});

test("photos of a person are asked for again when people changed, all photos are not", () => {
  expect(isAbout(asked("getLayout", { person: ["p1"] }), ["people"])).toBe(true);
  expect(isAbout(asked("getLayout", { since: "2024-01-01" }), ["people"])).toBe(false);
  expect(isAbout(asked("getLayout"), ["people"])).toBe(false);
});

test("what is no question to the server is left alone", () => {
  expect(isAbout({ queryKey: ["local"] }, ["photos", "people", "edits", "jobs"])).toBe(false);
});

test("a server that is away or busy is asked again, one that refuses is not", () => {
  expect(isWorthAnother(0, new UnreachableError())).toBe(true);
  expect(isWorthAnother(0, new ApiError({}, 503))).toBe(true);
  expect(isWorthAnother(0, new ApiError({}, 404))).toBe(false);
});

test("nobody is asked for ever", () => {
  expect(isWorthAnother(100, new UnreachableError())).toBe(false);
});

describe("a session that ended", () => {
  const session = [{ _id: "getSession" }];
  const people = [{ _id: "listPeople" }];
  const ended = new ApiError({ type: "urn:likeness:problem:login-needed" }, 401);
  const wrong = new ApiError({ type: "urn:likeness:problem:login-refused" }, 401);

  /** Queries of a page where somebody is known, and how the server answers who it is. */
  function page(answer: () => Promise<unknown>) {
    const queries = makeQueries();
    const ask = vi.fn(answer);
    queries.setQueryData(session, { who: "anna" });
    const seen = new QueryObserver(queries, {
      queryKey: session,
      queryFn: ask,
      staleTime: Number.POSITIVE_INFINITY,
    });
    const leave = seen.subscribe(() => undefined);
    const refuse = (error: Error) =>
      queries
        .fetchQuery({ queryKey: people, queryFn: () => Promise.reject(error), retry: false })
        .catch(() => undefined);
    return { queries, ask, seen, leave, refuse };
  }

  test("is noticed at the next refusal, and what was seen is forgotten", async () => {
    const { queries, ask, seen, leave, refuse } = page(() => Promise.reject(ended));
    queries.setQueryData([{ _id: "getPhoto" }], { photo: "secret" });
    await refuse(ended);
    await vi.waitFor(() => expect(seen.getCurrentResult().error).toBe(ended));
    expect(ask).toHaveBeenCalledTimes(1);
    expect(queries.getQueryData([{ _id: "getPhoto" }])).toBeUndefined();
    leave();
  });

  test("is not made up: who is still known loses nothing by one refusal", async () => {
    const { queries, ask, seen, leave, refuse } = page(() => Promise.resolve({ who: "anna" }));
    queries.setQueryData([{ _id: "getPhoto" }], { photo: "kept" });
    await refuse(ended);
    await vi.waitFor(() => expect(ask).toHaveBeenCalledTimes(1));
    expect(seen.getCurrentResult().isError).toBe(false);
    expect(queries.getQueryData([{ _id: "getPhoto" }])).toEqual({ photo: "kept" });
    leave();
  });

  test("is not what a wrong password means", async () => {
    const { ask, leave, refuse } = page(() => Promise.resolve({ who: "anna" }));
    await refuse(wrong);
    expect(ask).not.toHaveBeenCalled();
    leave();
  });
});
