import type { Decisions } from "../../evaluate/index.ts";
import { isInsufficient, known } from "../../kernel/index.ts";
import type { Estimated } from "../../stats/index.ts";
import type { FitPlan } from "../../train/index.ts";
import { meanGain } from "../worth.ts";

/**
 * By how much wider than its own error the interval of a difference between two framings is. Who learns on rows that others
 * were judged on is not independent of them, and another sample would have taught both something else: with J judged fits, each
 * learned from n and judged on m rows, the variance is 1 + J · m / n times that of the rows alone (Nadeau and Bengio, Inference
 * for the Generalization Error, 2003).
 */
export function learningFactor({ fits, judged }: Pick<FitPlan, "fits" | "judged">): number {
  const used = judged.map((fit) => known(fits[fit], "a planned fit"));
  const learned = used.reduce((sum, { train }) => sum + train.length, 0);
  const held = used.reduce((sum, { score }) => sum + score.length, 0);
  return learned === 0 ? 1 : Math.sqrt(1 + (used.length * held) / learned);
}

/** Two framings on the same decisions. */
export interface Pair {
  readonly mine: Float64Array;
  readonly theirs: Float64Array;
}

/** What one framing earns more than another per decision, with an interval that holds for another sample to learn from as well. */
export function pairedGain(decisions: Decisions, { mine, theirs }: Pair, factor: number): Estimated {
  const gain = meanGain(decisions, mine, theirs);
  if (isInsufficient(gain)) return gain;
  const { value, low, high } = gain;
  return { ...gain, low: value - factor * (value - low), high: value + factor * (high - value) };
}
