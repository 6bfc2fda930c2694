// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { FindOrder, SampleOut } from "@/client/types.gen";
import { ApiError } from "@/data/api";
import { MOST_PICTURES } from "./choice";
import { faultOf, Search } from "./search";

const shown = vi.hoisted(() => ({ pictures: [] as string[], refuse: null as Error | null }));

vi.mock("@/client/sdk.gen", () => ({
  createSamples: async ({ body }: { body: { pictures: File[] } }) => {
    const name = body.pictures[0]?.name ?? "";
    shown.pictures.push(name);
    if (shown.refuse !== null) throw shown.refuse;
    const face = { box: [0, 0, 9, 9], quality: 0.5, status: "ok", picture: "" };
    const sample = `s${shown.pictures.length}`;
    const faces = [1, 2].map((number) => ({ ...face, number }));
    return { data: { samples: [{ sample, name, width: 9, height: 9, faces, expires: 600 }] } };
  },
}));

function photo(name: string): File {
  return new File([new Uint8Array([0xff, 0xd8, 0xff, 0xe0])], name);
}

function problem(status: number, kind: string, reason: string | null = null): ApiError {
  return new ApiError({ type: `urn:likeness:problem:${kind}`, reason }, status);
}

/** Resolves when every picture was looked at. */
function settled(search: Search): Promise<void> {
  const isSo = (): boolean =>
    search
      .state()
      .brought.every((one) => one.kind === "face" || one.sample !== null || one.fault !== null);
  return new Promise((resolve) => {
    const stop = search.subscribe(() => {
      if (!isSo()) return;
      stop();
      resolve();
    });
    if (isSo()) resolve();
  });
}

describe("Search", () => {
  beforeEach(() => {
    shown.pictures = [];
    shown.refuse = null;
  });

  it("lets the largest face of every picture count, and others when they are clicked", async () => {
    const search = new Search();
    search.bring([photo("a.jpg"), photo("b.jpg")]);
    await settled(search);
    const [first] = search.state().brought;

    search.toggle(first?.id ?? 0, 2);

    const orders: FindOrder[] = [];
    await search.asked(search.state(), async (order) => orders.push(order));
    expect(orders[0]?.samples).toEqual([
      { sample: "s1", faces: [1, 2] },
      { sample: "s2", faces: [1] },
    ]);
  });

  it("shows the server a picture once more that it forgot of, with the same faces", async () => {
    const search = new Search();
    search.bring([photo("a.jpg")]);
    await settled(search);
    const asked: FindOrder[] = [];

    const answer = await search.asked(search.state(), async (order) => {
      asked.push(order);
      if (asked.length === 1) throw problem(404, "unknown-sample");
      return "found";
    });

    expect(answer).toBe("found");
    expect(shown.pictures).toEqual(["a.jpg", "a.jpg"]);
    expect(asked[1]?.samples).toEqual([{ sample: "s2", faces: [1] }]);
  });

  it("names what is no picture without sending it", async () => {
    const search = new Search();
    search.bring([new File(["hello"], "notes.txt"), photo("a.jpg")]);
    await settled(search);

    const faults = search.state().brought.map((one) => one.kind === "picture" && one.fault);
    expect(faults).toEqual(["not_an_image", null]);
    expect(shown.pictures).toEqual(["a.jpg"]);
  });

  it("keeps what one picture came to when another cannot be used", async () => {
    const search = new Search();
    shown.refuse = problem(422, "photo-refused", "damaged");
    search.bring([photo("a.jpg")]);
    await settled(search);
    shown.refuse = null;
    search.bring([photo("b.jpg")]);
    await settled(search);

    const [broken, good] = search.state().brought;
    expect(broken).toMatchObject({ fault: "damaged", sample: null });
    expect(good).toMatchObject({
      fault: null,
      sample: { name: "b.jpg" } satisfies Partial<SampleOut>,
    });
  });

  it("takes as many pictures as one search takes, and says when there were more", async () => {
    const search = new Search();

    search.bring(Array.from({ length: MOST_PICTURES + 2 }, (_, n) => photo(`${n}.jpg`)));

    expect(search.state().brought).toHaveLength(MOST_PICTURES);
    expect(search.state().tooMany).toBe(true);
    await settled(search);
  });

  it("begins anew with faces of the library", () => {
    const search = new Search();
    search.narrow({ everything: true, collection: "Rome" });

    search.know(["f1", "f2"]);

    expect(search.state()).toMatchObject({
      brought: [{ face: "f1" }, { face: "f2" }],
      everything: false,
      collection: null,
    });
  });
});

describe("faultOf", () => {
  it("tells what somebody can do something about", () => {
    expect(faultOf(problem(413, "too-large"))).toBe("too_many_bytes");
    expect(faultOf(problem(429, "too-many"))).toBe("busy");
    expect(faultOf(problem(422, "photo-refused", "crashed"))).toBe("other");
  });
});
