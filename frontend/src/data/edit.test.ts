// @vitest-environment happy-dom
import { MutationObserver, QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { client } from "@/client/client.gen";
import type { EditOut } from "@/client/types.gen";
import { ApiError } from "./api";
import { type EditOptions, editing } from "./edit";
import { oneByOne } from "./oneByOne";
import type { Toasts } from "./toasts";

const made = (edit: number): EditOut => ({
  edit,
  when: "2024-05-01T10:00:00Z",
  who: "me",
  kind: "hide",
  what: "",
});

const toasts = {
  done: vi.fn<Toasts["done"]>(),
  told: vi.fn<Toasts["told"]>(),
  failed: vi.fn<Toasts["failed"]>(),
  partly: vi.fn<Toasts["partly"]>(),
};
const before = client.getConfig();
let asked: string[];
let status: number;

beforeEach(() => {
  for (const toast of Object.values(toasts)) toast.mockReset();
  asked = [];
  status = 200;
  const fetch = vi.fn<typeof globalThis.fetch>(async (request) => {
    asked.push(new URL((request as Request).url).pathname);
    return Response.json(status === 200 ? made(99) : { detail: "No." }, { status });
  });
  client.setConfig({ baseUrl: "http://likeness.test", fetch, throwOnError: true });
});

afterEach(() => client.setConfig(before));

async function run(edit: EditOptions<null>["edit"]): Promise<void> {
  const options = editing<null>(new QueryClient(), toasts, { edit, said: () => "Hidden" });
  const observer = new MutationObserver(new QueryClient(), options);
  await observer.mutate(null).catch(() => undefined);
}

test("what is done is told with a way back, newest first", async () => {
  await run(async () => [made(1), made(2)]);
  const [said, undo] = toasts.done.mock.calls[0] ?? [];
  expect(said).toBe("Hidden");
  await undo?.();
  expect(asked).toEqual(["/api/v1/edits/2/undo", "/api/v1/edits/1/undo"]);
});

test("taking back that does not work is not silent", async () => {
  await run(async () => made(1));
  status = 409;
  await expect(toasts.done.mock.calls[0]?.[1]?.()).rejects.toEqual({ detail: "No." });
});

test("where nothing was decided there is nothing to take back", async () => {
  await run(async () => []);
  expect(toasts.told).toHaveBeenCalledWith("Hidden");
  expect(toasts.done).not.toHaveBeenCalled();
});

const refused = new ApiError({ detail: "No." }, 409);
const upTo = (last: number) => async (edit: number) => {
  if (edit > last) throw refused;
  return made(edit);
};

test("what stops in the middle offers to take back what was done", async () => {
  await run(() => oneByOne([1, 2, 3], upTo(2)));
  const [error, undo] = toasts.partly.mock.calls[0] ?? [];
  expect(error).toBe(refused);
  await undo?.();
  expect(asked).toEqual(["/api/v1/edits/2/undo", "/api/v1/edits/1/undo"]);
});

test("what stops at once has only failed", async () => {
  await run(() => oneByOne([1, 2], upTo(0)));
  expect(toasts.failed).toHaveBeenCalledWith(refused);
  expect(toasts.partly).not.toHaveBeenCalled();
});
