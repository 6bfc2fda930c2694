import { describe, expect, it } from "vitest";
import { type Drag, dropped, IDLE, moved, scrollSpeed } from "./drag";

const pressed: Drag = { state: "pressed", person: "anna", at: { x: 100, y: 100 } };
const far = { x: 150, y: 100 };
const dragging = moved(pressed, far, null);

describe("dragging a portrait", () => {
  it("does not begin while the pointer only trembles", () => {
    expect(moved(pressed, { x: 104, y: 97 }, "ben")).toBe(pressed);
    expect(moved(IDLE, far, "ben")).toBe(IDLE);
  });

  it("begins when the pointer has gone some way", () => {
    expect(dragging).toEqual({ state: "dragging", person: "anna", over: null });
  });

  it("knows whom it is over, and that nobody can be dropped on themselves", () => {
    expect(moved(dragging, far, "ben")).toMatchObject({ over: "ben" });
    expect(moved(dragging, far, "anna")).toMatchObject({ over: null });
    expect(moved(moved(dragging, far, "ben"), far, null)).toMatchObject({ over: null });
  });

  it("is the very same over the same person, so that nothing is drawn again", () => {
    const over = moved(dragging, far, "ben");
    expect(moved(over, { x: 151, y: 100 }, "ben")).toBe(over);
  });

  it("brings two together when it ends over somebody, and else nobody", () => {
    expect(dropped(moved(dragging, far, "ben"))).toEqual({ person: "anna", onto: "ben" });
    expect(dropped(dragging)).toBeNull();
    expect(dropped(pressed)).toBeNull();
  });
});

describe("scrolling while something is dragged", () => {
  it("happens at the edges, faster nearer to them, and up is negative", () => {
    expect(scrollSpeed(400, 800)).toBe(0);
    expect(scrollSpeed(10, 800)).toBeLessThan(scrollSpeed(60, 800));
    expect(scrollSpeed(60, 800)).toBeLessThan(0);
    expect(scrollSpeed(790, 800)).toBeGreaterThan(scrollSpeed(740, 800));
  });

  it("has a limit outside the window", () => {
    expect(scrollSpeed(-500, 800)).toBe(scrollSpeed(0, 800));
    expect(scrollSpeed(9_000, 800)).toBe(scrollSpeed(800, 800));
  });
});
