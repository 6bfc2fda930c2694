// @vitest-environment happy-dom
import { QueryClient } from "@tanstack/react-query";
import { beforeEach, expect, test } from "vitest";
import { foresee, withdraw } from "./foreseeing";

const PEOPLE = [{ _id: "listPeople" }];
const JOBS = [{ _id: "listJobs" }];

let queries: QueryClient;

beforeEach(() => {
  queries = new QueryClient();
  queries.setQueryData(PEOPLE, ["Anna", "Ben"]);
  queries.setQueryData(JOBS, []);
});

const without = (name: string) => (_operation: string, answer: unknown) =>
  (answer as string[]).filter((one) => one !== name);
const people = () => queries.getQueryData(PEOPLE);

test("what was foreseen stands at once, and goes when it is withdrawn", async () => {
  const foreseen = await foresee(queries, ["people"], without("Ben"));
  expect(people()).toEqual(["Anna"]);
  withdraw(queries, foreseen);
  expect(people()).toEqual(["Anna", "Ben"]);
});

test("only answers about it are looked at, and one that stays the same is none", async () => {
  const seen: string[] = [];
  const foreseen = await foresee(queries, ["people"], (operation, answer) => {
    seen.push(operation);
    return answer;
  });
  expect(seen).toEqual(["listPeople"]);
  expect(foreseen).toEqual([]);
});

test("what the server said meanwhile is not taken back", async () => {
  const foreseen = await foresee(queries, ["people"], without("Ben"));
  queries.setQueryData(PEOPLE, ["Anna", "Carla"]);
  withdraw(queries, foreseen);
  expect(people()).toEqual(["Anna", "Carla"]);
});

test("a refused edit leaves what a later one foresaw", async () => {
  const first = await foresee(queries, ["people"], without("Ben"));
  await foresee(queries, ["people"], without("Anna"));
  withdraw(queries, first);
  expect(people()).toEqual([]);
});
