import { defineError, type ErrorConstructor } from "../../../kernel/index.ts";
import type { Engine, Quantities } from "../engine.ts";

/** The sums that a tree is grown from are no numbers. */
export const lossDiverged: ErrorConstructor<{ readonly round: number }> = defineError("learn.loss-diverged", {
  headline: "A loss without end",
  message: ({ round }: { readonly round: number }) =>
    `In round ${round} the gradients of the loss add up to no finite number, or a hessian is negative.`,
  hint: () => "Check the labels for huge values; lower learningRate, or set maxDeltaStep.",
});

/**
 * Turns an output's pairs into cells, in place. Units are powers of 2, as small as the sum of all rows allows in 31 bits:
 * so every sum of cells is exact, in any order and on any number of threads, and turning it back is exact too. On average
 * a row has 2³⁰ / rows units or more: a thousand with a million rows, however heavy the tails.
 */
export function quantify(
  engine: Engine,
  pairs: Float32Array,
  { salt, round }: { salt: number; round: number },
): Quantities {
  const rows = pairs.length / 2;
  const { gradient, hessian } = engine.sum(pairs);
  if (!Number.isFinite(gradient) || !Number.isFinite(hessian)) throw lossDiverged({ round });
  const scale = { gradient: scaleFor(gradient, rows), hessian: scaleFor(hessian, rows) };
  engine.quantise(pairs, { scale, salt });
  const cells = new Int32Array(pairs.buffer, pairs.byteOffset, pairs.length);
  return { cells, unit: { gradient: 1 / scale.gradient, hessian: 1 / scale.hessian } };
}

/** The largest power of 2 under which `sum`, each row rounded up, stays below 2³¹. */
function scaleFor(sum: number, rows: number): number {
  if (sum === 0) return 1;
  const limit = Math.min(2 ** 1000, (2 ** 31 - 1 - rows) / sum);
  const power = 2 ** Math.floor(Math.log2(limit));
  return power > limit ? power / 2 : power;
}
