import { isInsufficient } from "../../kernel/index.ts";
import type { Interval } from "../../report/index.ts";
import type { Estimated } from "../../stats/index.ts";

/**
 * A year's gain with all that makes it uncertain: from the low end of the interval at the worse end of what is assumed of
 * acting, to the high end at the better one. Null where there is no estimate.
 */
export function yearSpan(gain: Estimated | null, atEnds: readonly Estimated[]): Interval | null {
  if (gain === null || isInsufficient(gain)) return null;
  const all = [gain, ...atEnds.flatMap((end) => (isInsufficient(end) ? [] : [end]))];
  return {
    value: gain.value,
    low: Math.min(...all.map(({ low }) => low)),
    high: Math.max(...all.map(({ high }) => high)),
  };
}
