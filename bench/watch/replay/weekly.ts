import { isInsufficient } from "../../../src/kernel/index.ts";
import { bootstrapInterval, type Estimate } from "../../../src/stats/index.ts";

/** Money of each whole week. */
export function weekly(days: readonly number[]): Float64Array {
  return Float64Array.from({ length: Math.floor(days.length / 7) }, (_, week) =>
    days.slice(week * 7, week * 7 + 7).reduce((sum, one) => sum + one, 0),
  );
}

/** More replicates than usual: it is the one number that is looked at. */
const REPLICATES = 10_000;

/**
 * What one earns more than another in a week, on the same days, with a 95 % interval: blocks of so many weeks are drawn with
 * replacement, so whatever is alike within a block counts once. Null where there is no telling, as where both decide alike.
 */
export function gainOf(mine: Float64Array, theirs: Float64Array, weeksInBlock: number): Estimate | null {
  const blocks = Math.floor(mine.length / weeksInBlock);
  const more = Float64Array.from({ length: blocks }, (_, block) => {
    let sum = 0;
    for (let week = block * weeksInBlock; week < (block + 1) * weeksInBlock; week++)
      sum += (mine[week] as number) - (theirs[week] as number);
    return sum;
  });
  const weeks = new Float64Array(blocks).fill(weeksInBlock);
  const mean = (sums: Float64Array): number => (sums[0] as number) / (sums[1] as number);
  const found = bootstrapInterval([more, weeks], mean, { seed: 1, replicates: REPLICATES });
  return isInsufficient(found) ? null : found;
}
