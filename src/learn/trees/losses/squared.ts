import { type Loss, meanLabel, meanOver } from "./loss.ts";

/** Half the squared error. */
export const squared: Loss = Object.freeze({
  outputs: 1,
  link: "identity",
  base: (data) => [meanLabel(data)],
  mean: (data, scores) => meanOver(data, (row) => ((scores[row] as number) - (data.label[row] as number)) ** 2 / 2),
  derive: "squared",
} satisfies Loss);
