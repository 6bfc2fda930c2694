import { expect, test } from "vitest";
import { type Loader, Portraits, placeOf } from "./portraits";

const picture = (): ImageBitmap => ({ close: () => {} }) as ImageBitmap;
const settled = () => new Promise((resolve) => setTimeout(resolve));

test("portraits that are wanted come, and are told", async () => {
  const told: number[] = [];
  const portraits = new Portraits(
    (node) => `/${node}`,
    (nodes) => told.push(...nodes),
    async () => picture(),
  );

  portraits.want([3, 1]);
  await settled();

  expect(told).toEqual([3, 1]);
  expect(portraits.picture(3)).toBeDefined();
  expect([portraits.cells.of(3), portraits.cells.of(1)]).toEqual([0, 1]);
});

test("one that cannot be had is not asked for again, and one without address never", async () => {
  const asked: string[] = [];
  const load: Loader = async (source) => {
    asked.push(source);
    return null;
  };
  const portraits = new Portraits(
    (node) => (node === 2 ? null : `/${node}`),
    () => {},
    load,
  );

  portraits.want([1, 2]);
  await settled();
  portraits.want([1, 2]);
  await settled();

  expect(asked).toEqual(["/1"]);
});

test("no more are loaded at once than a browser has connections", async () => {
  let open = 0;
  let most = 0;
  const load: Loader = async () => {
    open += 1;
    most = Math.max(most, open);
    await Promise.resolve();
    open -= 1;
    return picture();
  };
  const portraits = new Portraits(
    (node) => `/${node}`,
    () => {},
    load,
  );

  portraits.want(Array.from({ length: 40 }, (_, node) => node));
  await settled();

  expect(most).toBe(6);
  expect(portraits.all.size).toBe(40);
});

test("cells lie in rows", () => {
  expect([placeOf(0), placeOf(15), placeOf(16)]).toEqual([
    { x: 0, y: 0 },
    { x: 1_920, y: 0 },
    { x: 0, y: 128 },
  ]);
});
