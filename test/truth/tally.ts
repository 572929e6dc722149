import { type Insufficient, isInsufficient } from "../../src/kernel/index.ts";
import type { Estimated } from "../../src/stats/index.ts";

/** What came of an estimator over many runs whose truth is known. */
export interface Tally {
  readonly runs: number;
  readonly told: number;
  readonly covered: number;
  readonly sum: number;
  readonly squares: number;
  readonly widths: number;
  readonly refusals: Readonly<Record<string, number>>;
}

export const noTally: Tally = { runs: 0, told: 0, covered: 0, sum: 0, squares: 0, widths: 0, refusals: {} };

/** One run more; errors are counted from the truth. */
export function note(tally: Tally, found: Estimated, truth: number): Tally {
  if (isInsufficient(found)) return refuse(tally, found);
  const error = found.value - truth;
  return {
    ...tally,
    runs: tally.runs + 1,
    told: tally.told + 1,
    covered: tally.covered + (found.low <= truth && truth <= found.high ? 1 : 0),
    sum: tally.sum + error,
    squares: tally.squares + error * error,
    widths: tally.widths + (found.high - found.low),
  };
}

function refuse(tally: Tally, { reason }: Insufficient): Tally {
  const refusals = { ...tally.refusals, [reason]: (tally.refusals[reason] ?? 0) + 1 };
  return { ...tally, runs: tally.runs + 1, refusals };
}

/** What a tally comes to. The bias is counted in standard errors of its own: beyond 4 it is no accident. */
export function summary({ runs, told, covered, sum, squares, widths, refusals }: Tally) {
  const bias = sum / told;
  const deviation = Math.sqrt(Math.max(0, squares / told - bias * bias));
  return {
    runs,
    told,
    refused: runs - told,
    refusals,
    bias,
    biasErrors: bias / (deviation / Math.sqrt(told)),
    deviation,
    coverage: covered / told,
    width: widths / told,
  };
}

/** How far a share of `runs` may lie from `p` by chance: four standard deviations, 1 in 16,000. */
export function band(p: number, runs: number): number {
  return 4 * Math.sqrt((p * (1 - p)) / runs);
}
