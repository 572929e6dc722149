import { below } from "../trees/lanes.ts";

/** How a feature may be changed. */
export interface Actionable {
  /** Numbers: which way it may go. Default: either. */
  readonly direction?: "up" | "down";
  /** Numbers: the range in which its new value must lie. Default: no bounds. */
  readonly min?: number;
  readonly max?: number;
  /**
   * Numbers: it changes by whole steps of that size. Default: 1 where the value is whole and all the forest's thresholds lie
   * halfway between whole numbers; otherwise any value, in as few digits as come near the cheapest.
   */
  readonly step?: number;
  /** Texts: the levels that it may take; flags: `"true"`, `"false"`. Default: every one that the forest knows. */
  readonly levels?: readonly string[];
  /**
   * Numbers: the cost of a change by 1, by default 1 / (largest - smallest threshold of the feature); a missing value costs
   * as much as that whole distance. Texts and flags: the cost of a change, 1 by default.
   */
  readonly cost?: number;
}

/** From `low`, which is not part of it, to `high`, which is. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Where a change starts, and what it may do. */
export interface Start {
  /** NaN when the value is missing. */
  readonly start: number;
  /** From the smallest to the largest threshold of the feature: a hundredth of it is near enough. */
  readonly spread: number;
  readonly may: Actionable;
}

/** The allowed value of an interval that is next to the start; undefined when there is none. */
export function placeIn({ low, high }: Interval, from: Start): number | undefined {
  const { start, may } = from;
  const goesUp = Number.isNaN(start) ? low > Number.NEGATIVE_INFINITY : start <= low;
  if (!Number.isNaN(start) && may.direction === (goesUp ? "down" : "up")) return undefined;
  const top = Math.min(high, may.max ?? high);
  const values = goesUp ? above(low, from) : beneath(top, from);
  return values.find((value) => value > low && value <= top && value >= (may.min ?? value) && Number.isFinite(value));
}

/** Values to try above a bound, the nearest first or, where any will do, the one of the fewest digits. */
function above(low: number, { start, spread, may }: Start): readonly number[] {
  const bound = Math.max(low, may.min ?? low);
  if (may.step !== undefined) return gridAround(bound, { start, step: may.step });
  if (bound > low) return [bound];
  const short = DIGITS.map((digits) => (Math.floor(low * digits) + 1) / digits);
  return [...short.filter((value) => value - low <= spread / 100), -below(-low)];
}

function beneath(top: number, { start, spread, may }: Start): readonly number[] {
  if (may.step !== undefined) return gridAround(top, { start, step: may.step }).toReversed();
  if (top === may.max) return [top];
  return [
    ...DIGITS.map((digits) => Math.floor(top * digits) / digits).filter((value) => top - value <= spread / 100),
    top,
  ];
}

const DIGITS = Array.from({ length: 16 }, (_, i) => 10 ** i);

/** Whole steps from the start (from 0 when it is missing) around a bound, ascending. */
function gridAround(
  bound: number,
  { start, step }: { readonly start: number; readonly step: number },
): readonly number[] {
  const origin = Number.isNaN(start) ? 0 : start;
  const steps = Math.floor((bound - origin) / step);
  return [-1, 0, 1, 2].map((more) => Number((origin + (steps + more) * step).toPrecision(12)));
}
