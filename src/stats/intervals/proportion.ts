import { insufficient, isInsufficient } from "../../kernel/index.ts";
import { DEFAULT_LEVEL, type Estimate, type Estimated } from "../estimate.ts";
import type { ClusterTotals } from "./cluster-totals.ts";
import { clusteredPoint } from "./clustered.ts";
import { criticalValue, type Point } from "./point.ts";

/** A share of independent trials with Wilson's score interval; needs one trial. JASA 22, 1927. */
export function proportion(successes: number, trials: number, level: number = DEFAULT_LEVEL): Estimated {
  if (!(trials > 0)) return insufficient("too-few-rows", { need: 1, have: 0 });
  return wilson(successes / trials, trials, level);
}

/**
 * A share of rows that come in clusters: Wilson's interval on the number of independent rows that would tell as much,
 * with Student's t for the few clusters. Korn and Graubard. Survey Methodology 24, 1998. `sums` must lie within `sizes`.
 */
export function clusteredProportion(totals: ClusterTotals, level: number = DEFAULT_LEVEL): Estimated {
  const point = clusteredPoint(totals);
  if (isInsufficient(point)) return point;
  const size = independentRows(point) * (criticalValue(level) / criticalValue(level, point.df)) ** 2;
  return wilson(Math.min(1, Math.max(0, point.value)), size, level);
}

/** p(1 − p) / variance; where every row agrees nothing but the clusters themselves can be counted. */
function independentRows({ value, variance, df }: Point): number {
  return variance > 0 ? (value * (1 - value)) / variance : df + 1;
}

function wilson(share: number, trials: number, level: number): Estimate {
  const z2 = criticalValue(level) ** 2;
  const centre = (share + z2 / (2 * trials)) / (1 + z2 / trials);
  const half = Math.sqrt(((share * (1 - share)) / trials) * z2 + (z2 / (2 * trials)) ** 2) / (1 + z2 / trials);
  return { value: share, low: Math.max(0, centre - half), high: Math.min(1, centre + half), level };
}
