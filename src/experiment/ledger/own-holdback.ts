import { isInsufficient } from "../../kernel/index.ts";
import { type ClusterTotals, clusteredPoint, differencePoint } from "../../stats/index.ts";
import { MONEY_PER_DECISION, type StoredComparison } from "../archive/comparison.ts";
import type { PricedDecision } from "../designs/priced-decisions.ts";

/** The decisions of a system that keeps a share of its entities back. */
export interface OwnHoldbackRequest {
  readonly system: string;
  readonly currency: string;
  /** Of any purpose; those whose money is not known are passed over. */
  readonly priced: readonly PricedDecision[];
}

/** What those who are held back get of a release: nothing. */
export const NOTHING = "nothing";

/** Fewer entities on either side say too little. */
const LEAST_UNITS = 50;

/**
 * What a system's own holdback measured while each of its releases served everybody else, as holdbacks for
 * {@link reconcile}: money per decision of those who were served less that of those held back, clustered by entity.
 */
export function ownHoldbacks({ system, currency, priced }: OwnHoldbackRequest): readonly StoredComparison[] {
  const own = priced.filter(({ decision: { body, subject }, money }) => {
    const isPlain = body.experiment === undefined && subject !== undefined && money !== null;
    return isPlain && ["champion", "unproven", "holdback"].includes(body.purpose);
  });
  return [...Map.groupBy(own, ({ decision }) => decision.body.release)].flatMap(([release, all]) => {
    const online = liftIn(all);
    if (online === undefined) return [];
    const times = all.map(({ decision }) => decision.at);
    const [from, until] = [times.reduce((a, b) => Math.min(a, b)), times.reduce((a, b) => Math.max(a, b)) + 1];
    const experiment = `own-${release}`;
    return [
      {
        ...{ v: 1, id: `${system}/${experiment}/served`, revision: 1, by: system, at: until },
        ...{ system, experiment, arm: "served", design: "holdback", basis: "randomised" },
        releases: { control: NOTHING, treatment: release },
        ...{ from, until, units: unitsIn(all), currency, offline: {}, online },
        ...{ verdict: "", invalid: [], decision: "undecided", why: "" },
      } satisfies StoredComparison,
    ];
  });
}

function liftIn(all: readonly PricedDecision[]): StoredComparison["online"] | undefined {
  const isHeld = ({ decision }: PricedDecision): boolean => decision.body.purpose === "holdback";
  const [held, served] = [totalsOf(all.filter(isHeld)), totalsOf(all.filter((one) => !isHeld(one)))];
  if (Math.min(held.sums.length, served.sums.length) < LEAST_UNITS) return undefined;
  const point = differencePoint(clusteredPoint(served), clusteredPoint(held));
  if (isInsufficient(point)) return undefined;
  return { [MONEY_PER_DECISION]: { value: point.value, standardError: Math.sqrt(point.variance) } };
}

function totalsOf(priced: readonly PricedDecision[]): ClusterTotals {
  const units = new Map<string, { sum: number; size: number }>();
  for (const { decision, money } of priced) {
    const unit = units.get(decision.subject ?? "") ?? { sum: 0, size: 0 };
    units.set(decision.subject ?? "", { sum: unit.sum + (money ?? 0), size: unit.size + 1 });
  }
  const all = [...units.values()];
  return { sums: Float64Array.from(all, ({ sum }) => sum), sizes: Float64Array.from(all, ({ size }) => size) };
}

function unitsIn(priced: readonly PricedDecision[]): number {
  return new Set(priced.map(({ decision }) => decision.subject)).size;
}
