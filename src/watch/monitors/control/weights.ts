import type { Reading } from "../monitor.ts";

/** A reading, and whose it is. */
export interface Named {
  readonly monitor: string;
  readonly reading: Reading;
}

/**
 * The part of the attention that each reading of a period has, in their order, summing to at most 1: monitors share equally,
 * periods and days halve what a monitor has, and within that half goes to all alike and half by reach.
 */
export function weightsOf(named: readonly Named[], monitors: number): readonly number[] {
  const groups = Map.groupBy(named, groupOf);
  const totals = new Map(
    [...groups].map(([group, of]) => [group, { n: of.length, reach: of.reduce((sum, one) => sum + reachOf(one), 0) }]),
  );
  return named.map((one) => {
    const { n, reach } = totals.get(groupOf(one)) ?? { n: 1, reach: 0 };
    const byReach = reach > 0 ? reachOf(one) / reach : 1 / n;
    return (0.5 / Math.max(1, monitors)) * (0.5 / n + 0.5 * byReach);
  });
}

const groupOf = ({ monitor, reading }: Named): string => `${reading.over ?? "period"} ${monitor}`;

const reachOf = ({ reading }: Named): number =>
  Number.isFinite(reading.reach) ? Math.min(1, Math.max(0, reading.reach)) : 0;
