// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { client } from "@/client/client.gen";
import { asError } from "@/data/api";
import { forgetAll } from "./forgetting";

const before = client.getConfig();
const asked: string[] = [];
let status = 204;
let restore: () => void;

beforeEach(() => {
  asked.length = 0;
  status = 204;
  client.setConfig({
    baseUrl: "http://likeness.test",
    throwOnError: true,
    fetch: vi.fn(async (request: RequestInfo | URL) => {
      asked.push(new URL((request as Request).url).pathname.split("/").at(-1) ?? "");
      return status === 204 ? new Response(null, { status }) : Response.json({}, { status });
    }),
  });
  const place = client.interceptors.error.use((error, response) => asError(error, response));
  restore = () => client.interceptors.error.eject(place);
});

afterEach(() => {
  restore();
  client.setConfig(before);
});

test("photos are forgotten one after the other, and counted", async () => {
  const onForgotten = vi.fn();
  await forgetAll(["a", "b"], { isStopped: () => false, onForgotten });
  expect(asked).toEqual(["a", "b"]);
  expect(onForgotten).toHaveBeenCalledTimes(2);
});

test("none is forgotten after somebody stopped it", async () => {
  let stopped = false;
  await forgetAll(["a", "b", "c"], {
    isStopped: () => stopped,
    onForgotten: () => {
      stopped = true;
    },
  });
  expect(asked).toEqual(["a"]);
});

test("what is gone already does not end it, a refusal does", async () => {
  status = 404;
  await forgetAll(["a", "b"], { isStopped: () => false, onForgotten: () => undefined });
  expect(asked).toEqual(["a", "b"]);
  status = 403;
  const refused = forgetAll(["c", "d"], { isStopped: () => false, onForgotten: () => undefined });
  await expect(refused).rejects.toMatchObject({ status: 403 });
  expect(asked).toEqual(["a", "b", "c"]);
});
