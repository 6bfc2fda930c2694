import {
  changePerson,
  confirmFace,
  keepPeopleApart,
  mergePeople,
  undoEdit,
} from "@/client/sdk.gen";
import type { PersonChange, PersonOut } from "@/client/types.gen";
import { useEdit } from "@/data/edit";
import { oneByOne } from "@/data/oneByOne";
import { useText } from "@/text";
import { type Change, foreseen } from "./foresee";
import { merged } from "./merging";

/** A person, and what to change of them. */
export interface Changing {
  person: PersonOut;
  change: PersonChange;
}

/** Changes what is told of a person: name, year of birth, hidden, portrait. */
export function useChangePerson() {
  const text = useText();
  return useEdit<Changing>({
    edit: async ({ person, change }) => {
      const path = { person: person.person };
      return (await changePerson({ path, body: change, throwOnError: true })).data;
    },
    said: ({ person, change }) => said(text.person.done, person, change),
    foresee: (operation, answer, { person, change }) =>
      foreseen(operation, answer, {
        told: new Map([[person.person, withoutNothing(change)]]),
        named: "name" in change ? Number(change.name !== null) - Number(person.name !== null) : 0,
      }),
  });
}

type Done = ReturnType<typeof useText>["person"]["done"];

function said(done: Done, person: PersonOut, change: PersonChange): string {
  if (change.name !== undefined) {
    return change.name === null ? done.unnamed : done.named(change.name);
  }
  if (change.born !== undefined) {
    return change.born === null ? done.unborn : done.born(change.born);
  }
  if (change.hidden !== undefined) return change.hidden ? done.hidden : done.shown(person.name);
  if (change.opted_out !== undefined) return change.opted_out ? done.optedOut : done.optedIn;
  return done.featured;
}

/** Of a change null means "nothing" only where there can be nothing: name and year. */
function withoutNothing(change: PersonChange): Partial<PersonOut> {
  const { name, born, hidden, opted_out, feature } = change;
  return {
    ...(name === undefined ? {} : { name }),
    ...(born === undefined ? {} : { born }),
    ...(hidden == null ? {} : { hidden }),
    ...(opted_out == null ? {} : { opted_out }),
    ...(feature == null ? {} : { feature }),
  };
}

/** Hides several people, or shows them again. */
export function useHidePeople() {
  const text = useText();
  return useEdit<{ people: readonly PersonOut[]; hidden: boolean }>({
    edit: ({ people, hidden }) =>
      oneByOne(people, async ({ person }) => {
        const body = { hidden };
        return (await changePerson({ path: { person }, body, throwOnError: true })).data;
      }),
    said: ({ people, hidden }) => text.person.done.severalHidden(people.length, hidden),
    foresee: (operation, answer, { people, hidden }) =>
      foreseen(operation, answer, {
        told: new Map(people.map(({ person }) => [person, { hidden }])),
      }),
  });
}

/** Who stays, and who is the same person. */
export interface Merging {
  into: PersonOut;
  others: readonly PersonOut[];
}

/** Holds that several people are one. */
export function useMergePeople(onDone?: (merging: Merging) => void) {
  const text = useText();
  return useEdit<Merging>({
    edit: async ({ into, others }) => {
      const body = { others: others.map((other) => other.person) };
      return (await mergePeople({ path: { person: into.person }, body, throwOnError: true })).data;
    },
    said: ({ into, others }) => text.person.done.merged(merged(into, others).name),
    foresee: (operation, answer, { into, others }) =>
      foreseen(operation, answer, mergeChange(into, others)),
    ...(onDone === undefined ? {} : { onDone }),
  });
}

function mergeChange(into: PersonOut, others: readonly PersonOut[]): Change {
  const named = [into, ...others].filter((person) => person.name !== null).length;
  return {
    told: new Map([[into.person, merged(into, others)]]),
    gone: new Set(others.map((other) => other.person)),
    named: Math.min(named, 1) - named,
  };
}

/** Holds that two people are different: they are not suggested again. */
export function useKeepApart() {
  const text = useText();
  return useEdit<{ one: string; other: string }>({
    edit: async ({ one, other }) => {
      const path = { person: one };
      return (await keepPeopleApart({ path, body: { other }, throwOnError: true })).data;
    },
    said: () => text.person.done.apart,
    foresee: (operation, answer, { one, other }) =>
      foreseen(operation, answer, { settled: [one, other] }),
  });
}

/** Holds that a face is who it is said to be. */
export function useConfirmFace() {
  const text = useText();
  return useEdit<{ face: string }>({
    edit: async ({ face }) => (await confirmFace({ path: { face }, throwOnError: true })).data,
    said: () => text.person.done.confirmed,
    foresee: (operation, answer, { face }) =>
      foreseen(operation, answer, { sure: new Set([face]) }),
  });
}

/** Takes an entry of the log back. */
export function useUndo() {
  const text = useText();
  return useEdit<{ edit: number }>({
    edit: async ({ edit }) => (await undoEdit({ path: { edit }, throwOnError: true })).data,
    said: () => text.common.undone,
  });
}
