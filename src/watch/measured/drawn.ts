import type { Measure, Quantity } from "../../objective/index.ts";
import type { JoinedDecision } from "./joined.ts";
import { outcomesBehind, type QuantifiedSystem, type ReadQuantity, readerOf } from "./value-of.ts";

/** What one decision adds to a measure. */
export interface Drawn {
  /** To the numerator. */
  readonly sum: number;
  /** To the denominator: 1 for a mean or a share. */
  readonly size: number;
}

/** Reads off a decision what it adds to a measure; undefined where it adds nothing, or nothing yet. */
export type Draw = (joined: JoinedDecision) => Drawn | undefined;

/** The quantities that a measure is made of. */
export function quantitiesOf(measure: Measure): readonly Quantity[] {
  switch (measure.measure) {
    case "retention":
    case "active":
    case "catalogue":
      return [];
    case "lifetime":
      return [{ quantity: "money" }];
    case "running-cost":
      return [{ quantity: "decisions" }];
    case "ratio":
      return [measure.of, measure.over];
    default:
      return [measure.of];
  }
}

/** The outcomes that must be known before a decision counts. */
export function outcomesFor(system: QuantifiedSystem, measures: readonly Measure[]): readonly string[] {
  return [...new Set(measures.flatMap(quantitiesOf).flatMap((of) => outcomesBehind(system, of)))];
}

/** How decisions add to a measure. */
export function drawFor(system: QuantifiedSystem, measure: Measure): Draw {
  const [of, over] = quantitiesOf(measure);
  if (of === undefined) return () => undefined;
  const above = readerOf(system, of, isPerDecision(measure) ? null : 0);
  if (measure.measure === "ratio" && over !== undefined) return ratioOf(above, readerOf(system, over, 0));
  const isShare = measure.measure === "share";
  return (joined) => {
    const value = above(joined);
    return value === null ? undefined : { sum: isShare ? Number(value !== 0) : value, size: 1 };
  };
}

/** Whether silence leaves a decision out, and is no zero. */
function isPerDecision(measure: Measure): boolean {
  return measure.measure === "quantile" || (measure.measure === "mean" && measure.per === "decision");
}

/** Both must be known, so that what is above the line stands over what it belongs to. */
function ratioOf(above: ReadQuantity, below: ReadQuantity): Draw {
  return (joined) => {
    const [sum, size] = [above(joined), below(joined)];
    return sum === null || size === null ? undefined : { sum, size };
  };
}
