// @vitest-environment happy-dom
import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { client } from "@/client/client.gen";
import type { PagePhotoOut } from "@/client/types.gen";
import { shapesOf } from "@/lib/layoutShapes";
import { chunkOptions, photosBetween } from "./layout";

const MANY = 150; // more than are asked for before it is known how they are cut
const SHAPES = shapesOf([{ month: "2024-05", cursor: null, ratios: btoa("\x80".repeat(MANY)) }]);
const answer = (...photos: string[]) =>
  ({ items: photos.map((photo) => ({ photo })), next: null }) as unknown as PagePhotoOut;

let queries: QueryClient;
const before = client.getConfig();

beforeEach(() => {
  queries = new QueryClient({ defaultOptions: { queries: { staleTime: 60_000 } } });
  client.setConfig({
    baseUrl: "http://likeness.test",
    fetch: vi.fn(async () => Response.json(answer("now"))),
    throwOnError: true,
  });
  const { queryKey } = chunkOptions(queries, {}, SHAPES, 0); // it holds the address of the server
  queries.setQueryData(queryKey, answer("kept"));
});

afterEach(() => {
  client.setConfig(before);
  queries.clear();
});

async function names(anew?: boolean): Promise<string[]> {
  const found: string[] = [];
  for await (const photos of photosBetween(queries, {}, SHAPES, 0, MANY, anew)) {
    found.push(...photos.map(({ photo }) => photo));
  }
  return found;
}

test("photos that were just loaded are not asked for again", async () => {
  expect(await names()).toEqual(["kept"]);
});

test("photos that are out of date are", async () => {
  await queries.invalidateQueries({ refetchType: "none" });
  expect(await names()).toEqual(["now"]);
});

test("what nothing takes back asks in any case who is there now", async () => {
  expect(await names(true)).toEqual(["now"]);
});
