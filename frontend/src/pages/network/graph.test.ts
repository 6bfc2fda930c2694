import { expect, test } from "vitest";
import { countFrom, graphOf, neighboursOf, rangeOf } from "./graph";

const NETWORK = {
  nodes: {
    id: ["a", "b", "c", "d"],
    person: ["a", "b", "c", "d"],
    name: ["Anna", null, "Chloé", "Dana"],
    face: [null, null, null, null],
    faces: [3, 1, 1, 2],
    community: [0, 0, 1, 1],
    x: [-1, -0.5, 0.5, 1],
    y: [0, 1, 0, -1],
    average: [0.4, 0.3, null, 0.2],
  },
  edges: {
    one: [0, 0, 1, 2],
    other: [1, 2, 2, 3],
    similarity: [0.31, 0.52, null, 0.2],
    photos: [0, 2, 5, 0],
  },
};

test("links are in the order of their strength, each kind on its own", () => {
  const { alike, together } = graphOf(NETWORK);

  expect([...alike.one].map((one, index) => [one, alike.other[index]])).toEqual([
    [0, 2],
    [0, 1],
    [2, 3],
  ]);
  expect([...together.one].map((one, index) => [one, together.other[index]])).toEqual([
    [1, 2],
    [0, 2],
  ]);
  expect([...together.strength]).toEqual([5, 2]);
});

test("a threshold shows a beginning of the links, those that are just as alike included", () => {
  const { alike } = graphOf(NETWORK);

  expect([0.1, 0.2, 0.21, 0.31, 0.52, 0.53].map((least) => countFrom(alike, least))).toEqual([
    3, 3, 2, 2, 1, 0,
  ]);
});

test("the slider goes from the weakest link to the strongest", () => {
  const { alike } = graphOf(NETWORK);
  const none = graphOf({ ...NETWORK, edges: { one: [], other: [], similarity: [], photos: [] } });

  expect(rangeOf(alike)).toEqual([0.2, 0.52]);
  expect(rangeOf(none.alike)).toBeNull();
});

test("the neighbours of somebody are whom they are joined to either way, most alike first", () => {
  const graph = graphOf(NETWORK);

  expect(neighboursOf(graph, NETWORK, 2)).toEqual([
    { node: 0, similarity: 0.52, photos: 2 },
    { node: 3, similarity: 0.2, photos: 0 },
    { node: 1, similarity: null, photos: 5 },
  ]);
});

test("communities are counted, and nodes are found by their ids", () => {
  const graph = graphOf(NETWORK);

  expect(graph.communities).toBe(2);
  expect(graph.indexOf.get("c")).toBe(2);
});
