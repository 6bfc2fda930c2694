import type { AverageOut, JobOrder } from "@/client/types.gen";

export type By = "year" | "month" | "collection";

/** Returns the job that makes averages of the same set over time, under the same title. */
export function stripOrder({ recipe, title }: AverageOut, by: By): JobOrder {
  const said = Object.entries(recipe).filter(
    ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
  );
  return { kind: "average_strip", arguments: { ...Object.fromEntries(said), title, by } };
}

/**
 * Returns the job that puts one average on a template, or two.
 *
 * @param on "single", "pair", or the id of a photo.
 */
export function templateOrder(one: AverageOut, other: AverageOut | null, on: string): JobOrder {
  return {
    kind: "average_template",
    arguments: { averages: womenFirst(one, other).map(({ average }) => average), on },
  };
}

/** The first of two goes to the face that is perceived as a woman's. */
function womenFirst(one: AverageOut, other: AverageOut | null): AverageOut[] {
  if (other === null) return [one];
  const swap = other.recipe.gender === "female" || one.recipe.gender === "male";
  return swap && one.recipe.gender !== "female" ? [other, one] : [one, other];
}
