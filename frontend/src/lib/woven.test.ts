import { expect, it } from "vitest";
import { mark, woven } from "./woven";

it("takes a sentence apart where names stand, in whatever order a language has them", () => {
  expect(woven(`${mark(0)} was merged into ${mark(1)}`)).toEqual([0, " was merged into ", 1]);
  expect(woven(`${mark(1)}에 ${mark(0)}을 합쳤습니다`)).toEqual([1, "에 ", 0, "을 합쳤습니다"]);
});

it("leaves words alone that have no names", () => {
  expect(woven("a")).toEqual(["a"]);
  expect(woven("")).toEqual([]);
});
