import type { JobOrder } from "@/client/types.gen";

/** What can be measured, the most asked for first. */
export const COMMANDS = [
  "accuracy",
  "similarity",
  "grouping",
  "identify",
  "map",
  "profile",
  "grid",
] as const;
export type Command = (typeof COMMANDS)[number];

/** How two faces are compared. */
export const METRICS = ["cosine", "euclidean", "euclidean_l2", "angular"] as const;
export type Metric = (typeof METRICS)[number];

/** What somebody wants to have measured; "" is whatever is usual. */
export interface Measurement {
  command: Command;
  dataset: string;
  model: string;
  detector: string;
  metric: Metric;
}

export const USUAL: Measurement = {
  command: "accuracy",
  dataset: "",
  model: "",
  detector: "",
  metric: "cosine",
};

/** Returns the job that measures it; what is usual is not named. */
export function orderOf({ command, dataset, model, detector, metric }: Measurement): JobOrder {
  return {
    kind: "evaluate",
    arguments: {
      command,
      dataset,
      metric,
      ...(model === "" ? {} : { model }),
      ...(detector === "" ? {} : { detector }),
    },
  };
}
