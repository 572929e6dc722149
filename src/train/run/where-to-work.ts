import type { Compute } from "../../store/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { isInPieces } from "../fit/fit-pieces.ts";

/** Values (rows × features) from which other threads are worth the third of a second in which each of them starts. */
const MANY = 50_000;

/** Whether so many rows are worth other threads. A fit in pieces always is: there is no end to how many it may have. */
export function isWorthThreads(
  { features, heads }: Pick<SystemDefinition, "features" | "heads">,
  rows: number,
): boolean {
  if (Object.values(heads).some(({ learner }) => isInPieces(learner))) return true;
  return rows * Object.keys(features).length >= MANY;
}

/** Computes on this thread, one input after the other. */
export const here: Compute = Object.freeze({
  async map(kernel, inputs, done) {
    return inputs.map((input, i) => {
      const output = kernel.run(input);
      done?.(i + 1, i, output);
      return output;
    });
  },
} satisfies Compute);
