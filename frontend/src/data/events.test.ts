// @vitest-environment happy-dom
import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { getJobQueryKey, listPeopleQueryKey } from "@/client/@tanstack/react-query.gen";
import { News } from "./events";

let queries: QueryClient;
let news: News;

beforeEach(() => {
  vi.useFakeTimers();
  queries = new QueryClient();
  queries.setQueryData(listPeopleQueryKey(), { items: [], next: null });
  news = new News(queries);
});

afterEach(() => {
  news.stop();
  vi.useRealTimers();
});

const isOutdated = (): boolean =>
  queries.getQueryState(listPeopleQueryKey())?.isInvalidated ?? false;

test("the first hello changes nothing: what is shown was just asked for", () => {
  news.hear("hello", {});
  vi.advanceTimersByTime(60_000);
  expect(news.connection).toBe("open");
  expect(isOutdated()).toBe(false);
});

test("every later hello asks for everything again, also after a stream that ended by itself", () => {
  news.hear("hello", {});
  news.hear("hello", {});
  vi.advanceTimersByTime(60_000);
  expect(isOutdated()).toBe(true);
});

test("what changed about people is asked for again, soon", () => {
  news.hear("library", { photos: false, people: true, edits: false });
  vi.advanceTimersByTime(1_000);
  expect(isOutdated()).toBe(true);
});

test("news of photos alone leave people alone", () => {
  news.hear("library", { photos: true, people: false, edits: false });
  vi.advanceTimersByTime(60_000);
  expect(isOutdated()).toBe(false);
});

test("a job is known as the news have it", () => {
  const job = { job: "j0123456789abcdef", kind: "add", state: "running" };
  news.hear("job", job);
  expect(queries.getQueryData(getJobQueryKey({ path: { job: job.job } }))).toEqual(job);
});
