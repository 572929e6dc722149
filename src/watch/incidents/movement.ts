import { type Insufficient, isInsufficient } from "../../kernel/index.ts";
import {
  type Comparison,
  clusteredPoint,
  clusterTotals,
  comparisonOf,
  DEFAULT_LEVEL,
  differencePoint,
  type Estimated,
  intervalOf,
  type Point,
} from "../../stats/index.ts";
import type { JoinedDecision } from "../measured/joined.ts";
import type { Measure } from "./measure.ts";

/** How a measure lay in the good stretch and in the bad one. */
export interface Movement {
  readonly measure: string;
  readonly unit: Measure["unit"];
  readonly good: Estimated;
  readonly bad: Estimated;
  /** Bad less good. */
  readonly change: Comparison | Insufficient;
}

/** Moves a measure from one stretch to the other. The decisions of one entity count as one observation of their sum. */
export function movementOf(
  { name, unit, of }: Measure,
  { good, bad }: { readonly good: readonly JoinedDecision[]; readonly bad: readonly JoinedDecision[] },
): Movement {
  const [ofGood, ofBad] = [pointOf(good, of), pointOf(bad, of)];
  return { measure: name, unit, good: certainOr(ofGood), bad: certainOr(ofBad), change: changeOf(ofGood, ofBad) };
}

/** The mean of a number over decisions, entities being what varies. */
export function pointOf(joined: readonly JoinedDecision[], of: Measure["of"]): Point | Insufficient {
  const known = joined.flatMap((one) => {
    const value = of(one);
    return value === null ? [] : [[one.decision.subject ?? one.decision.id, value] as const];
  });
  const numbers = new Map<string, number>();
  const clusters = Int32Array.from(known, ([entity]) => {
    const number = numbers.get(entity) ?? numbers.size;
    numbers.set(entity, number);
    return number;
  });
  return clusteredPoint(clusterTotals({ sums: Float64Array.from(known, ([, value]) => value), clusters }));
}

/** Where all are the same, what all are is known of the decisions that there were. */
function certainOr(point: Point | Insufficient): Estimated {
  return !isInsufficient(point) && point.variance === 0 ? certain(point.value) : intervalOf(point);
}

function changeOf(good: Point | Insufficient, bad: Point | Insufficient): Comparison | Insufficient {
  const difference = differencePoint(bad, good);
  if (isInsufficient(difference) || difference.variance > 0) return comparisonOf(difference);
  return { ...certain(difference.value), pValue: difference.value === 0 ? 1 : 0 };
}

function certain(value: number) {
  return { value, low: value, high: value, level: DEFAULT_LEVEL };
}

/** Whether a measure moved for sure, among so many that were looked at (Bonferroni). */
export function isMoved({ change }: Pick<Movement, "change">, looks: number): boolean {
  return !isInsufficient(change) && change.pValue < 0.01 / Math.max(1, looks);
}

/** How many standard errors a measure moved: what is told first. */
export function strengthOf({ change }: Pick<Movement, "change">): number {
  if (isInsufficient(change) || change.value === 0) return 0;
  const half = change.high - change.value;
  return half === 0 ? Infinity : Math.abs(change.value) / half;
}
