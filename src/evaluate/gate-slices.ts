import { isInsufficient } from "../kernel/index.ts";
import { criticalValue, type Estimate, normalQuantile } from "../stats/index.ts";
import type { SliceResult } from "./slices.ts";

/** A slice that a candidate harms. */
export interface HarmedSlice {
  readonly field: string;
  readonly value: string;
  /** Money per decision over the rule: below zero. */
  readonly gain: number;
}

/** The chance of refusing a candidate that harms no slice, over all slices together. */
const FALSE_ALARMS = 0.025;

/**
 * The slices in which the candidate surely earns less than the rule. Each slice is one more chance of a false alarm, so
 * the level is divided among them (Bonferroni). `best` is the most that can be gained over another in one decision.
 */
export function findHarmed(slices: readonly SliceResult[], best: number): readonly HarmedSlice[] {
  const known = slices.flatMap(({ field, value, rows, overRule }) =>
    isInsufficient(overRule) ? [] : [{ field, value, rows, overRule }],
  );
  const z = -normalQuantile(FALSE_ALARMS / Math.max(1, known.length));
  return known
    .filter(({ overRule, rows }) => highestGain(overRule, { rows, z, best }) < 0)
    .map(({ field, value, overRule }) => ({ field, value, gain: overRule.value }));
}

/**
 * The highest gain that the data leave possible. Gains are often rare and large, losses frequent and small: a slice that
 * has by chance not seen its gains shows a loss with hardly any spread. So z² / 2 decisions with the best possible gain
 * are added first, as Agresti and Coull (1998) do for proportions.
 */
function highestGain(
  { value, high, level }: Estimate,
  { rows, z, best }: { readonly rows: number; readonly z: number; readonly best: number },
): number {
  const added = z ** 2 / 2;
  const standardError = (high - value) / criticalValue(level);
  const variance = standardError ** 2 + added * ((best - value) / rows) ** 2;
  return value + (added * best) / rows + z * Math.sqrt(variance);
}
