import { type HitOrMiss, labelPayoff, priceOneLabel } from "../../objective/index.ts";
import type { LabelFlags } from "../answers/labels-race.ts";

/** Probabilities of labels for some rows, what was true, and where the parts of the rows end. */
export interface Probable {
  readonly labels: readonly string[];
  /** Row by row. */
  readonly outputs: Float64Array;
  readonly truth: LabelFlags;
  /** Part → the rows up to which it reaches. */
  readonly ends: readonly number[];
}

/**
 * Which labels are given from a threshold of each label's own: the one that would have earned most on the other parts. It
 * needs no probabilities that can be believed, but rows to learn from. Undefined with fewer than two parts.
 */
export function byOwnThresholds(payoff: HitOrMiss, said: Probable): LabelFlags | undefined {
  const { labels, ends, outputs } = said;
  if (ends.length < 2) return undefined;
  return labels.map((label, place) => {
    const flags = new Float64Array(outputs.length / labels.length);
    ends.forEach((to, part) => {
      const from = ends[part - 1] ?? 0;
      const threshold = bestThreshold(payoff, said, { label, place, from, to });
      for (let row = from; row < to; row++)
        flags[row] = (outputs[row * labels.length + place] as number) >= threshold ? 1 : 0;
    });
    return flags;
  });
}

interface Held {
  readonly label: string;
  readonly place: number;
  /** The rows that the threshold is for, and must not have seen. */
  readonly from: number;
  readonly to: number;
}

/** Goes down the sorted probabilities and stops where the sum is highest; nowhere, where giving the label never pays. */
function bestThreshold(
  payoff: HitOrMiss,
  { labels, outputs, truth }: Probable,
  { label, place, from, to }: Held,
): number {
  const prices = labelPayoff(payoff, label);
  const chance = (row: number): number => outputs[row * labels.length + place] as number;
  const rows = Int32Array.from({ length: outputs.length / labels.length }, (_, row) => row)
    .filter((row) => row < from || row >= to)
    .sort((a, b) => chance(b) - chance(a));
  let [sum, best, threshold] = [0, 0, Infinity];
  rows.forEach((row, i) => {
    const isTrue = truth[place]?.[row] === 1;
    sum += priceOneLabel(prices, true, isTrue) - priceOneLabel(prices, false, isTrue);
    const next = rows[i + 1];
    if (sum > best && (next === undefined || chance(next) < chance(row))) [best, threshold] = [sum, chance(row)];
  });
  return threshold;
}
