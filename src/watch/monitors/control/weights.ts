import type { Reading } from "../monitor.ts";

const DAY = 86_400_000;

/** A reading, and whose it is. */
export interface Named {
  readonly monitor: string;
  readonly reading: Reading;
}

/**
 * The part of the attention that each reading of a period has, in their order, summing to at most 1. A monitor that reads n things
 * has √n parts of it: between as much for each monitor and as much for each thing. Where periods are shorter than a day, these and
 * days have half each; else a day is a period like any other. Of what a monitor has, half goes to all alike and half by reach.
 */
export function weightsOf(
  named: readonly Named[],
  { from, to }: { readonly from: number; readonly to: number },
): readonly number[] {
  const shares = sharesOf(named);
  const total = { period: 0, day: 0 };
  for (const { pace, parts } of shares.values()) total[pace] += parts;
  const isDaily = to - from >= DAY;
  const partOf = ({ pace, parts }: Share): number =>
    isDaily ? parts / (total.period + total.day) : (0.5 * parts) / total[pace];
  return named.map((one) => {
    const share = shares.get(groupOf(one)) ?? NO_SHARE;
    const byReach = share.reach > 0 ? reachOf(one) / share.reach : 1 / share.n;
    return partOf(share) * (0.5 / share.n + 0.5 * byReach);
  });
}

/** What one monitor reads at one pace. */
interface Share {
  readonly pace: "period" | "day";
  readonly n: number;
  readonly parts: number;
  readonly reach: number;
}

const NO_SHARE: Share = { pace: "period", n: 1, parts: 0, reach: 0 };

function sharesOf(named: readonly Named[]): ReadonlyMap<string, Share> {
  const groups = Map.groupBy(named, groupOf);
  return new Map(
    [...groups].map(([group, of]) => {
      const reach = of.reduce((sum, one) => sum + reachOf(one), 0);
      return [group, { pace: paceOf(of[0]), n: of.length, parts: Math.sqrt(of.length), reach }];
    }),
  );
}

const paceOf = (one: Named | undefined): "period" | "day" => one?.reading.over ?? "period";

const groupOf = (one: Named): string => `${paceOf(one)} ${one.monitor}`;

const reachOf = ({ reading }: Named): number =>
  Number.isFinite(reading.reach) ? Math.min(1, Math.max(0, reading.reach)) : 0;
