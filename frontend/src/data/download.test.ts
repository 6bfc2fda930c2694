import { afterEach, expect, it, vi } from "vitest";
import { save } from "./download";

afterEach(() => vi.unstubAllGlobals());

it("saves what waits at an address without leaving the page", () => {
  const link = { href: "", download: "no", click: vi.fn() };
  vi.stubGlobal("document", { createElement: () => link });
  save("/api/v1/downloads/abc");
  expect(link).toMatchObject({ href: "/api/v1/downloads/abc", download: "" });
  expect(link.click).toHaveBeenCalledOnce();
});
