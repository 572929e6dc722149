import { type Insufficient, insufficient, isInsufficient } from "../../kernel/index.ts";
import {
  type Comparison,
  clusteredProportion,
  comparisonOf,
  criticalValue,
  DEFAULT_LEVEL,
  type Estimated,
  type Point,
  proportion,
} from "../../stats/index.ts";
import { type DesignKind, defineDesignKind } from "./kinds.ts";

/** Disagreement-triggered: only where the two releases would do different things can they differ. */
export const disagreement: DesignKind = defineDesignKind({
  name: "disagreement",
  tells: "What a release brings where it decides differently: fewer entities show the same gain.",
  randomises: "entity",
});

/** One decision, answered by both releases. */
export interface DecisionPair {
  readonly unit: string;
  /** Whether they did different things. */
  readonly differs: boolean;
}

/** How often two releases do different things, among decisions and among units. */
export interface Disagreement {
  readonly decisions: number;
  readonly differing: number;
  readonly units: number;
  /** Units with at least one decision that differs. */
  readonly unitsDiffering: number;
  /** Clustered by unit. */
  readonly shareOfDecisions: Estimated;
  readonly shareOfUnits: Estimated;
}

/** Counts pairs. */
export function disagreementOf(pairs: Iterable<DecisionPair>, level: number = DEFAULT_LEVEL): Disagreement {
  const met = new Map<string, { decisions: number; differing: number }>();
  for (const { unit, differs } of pairs) {
    const sum = met.get(unit) ?? { decisions: 0, differing: 0 };
    met.set(unit, sum);
    sum.decisions++;
    if (differs) sum.differing++;
  }
  const sizes = Float64Array.from(met.values(), ({ decisions }) => decisions);
  const sums = Float64Array.from(met.values(), ({ differing }) => differing);
  const unitsDiffering = sums.filter((differing) => differing > 0).length;
  return {
    decisions: sizes.reduce((total, size) => total + size, 0),
    differing: sums.reduce((total, sum) => total + sum, 0),
    units: met.size,
    unitsDiffering,
    shareOfDecisions: clusteredProportion({ sums, sizes }, level),
    shareOfUnits: proportion(unitsDiffering, met.size, level),
  };
}

/**
 * The effect on all units of one that was measured where the releases differ: effect × share, by the delta method. Where
 * they agree nothing can differ, so nothing else is added.
 */
export function dilute(
  triggered: Comparison | Insufficient,
  { units, unitsDiffering }: Pick<Disagreement, "units" | "unitsDiffering">,
): Comparison | Insufficient {
  if (isInsufficient(triggered)) return triggered;
  if (units < 2 || unitsDiffering === 0) return insufficient("no-disagreement", { need: 1, have: unitsDiffering });
  const share = unitsDiffering / units;
  const { value, low, high, level } = triggered;
  const variance = ((high - low) / 2 / criticalValue(level)) ** 2;
  const point: Point = {
    value: value * share,
    variance: share ** 2 * variance + value ** 2 * ((share * (1 - share)) / units),
    df: Infinity,
  };
  return comparisonOf(point, level);
}
