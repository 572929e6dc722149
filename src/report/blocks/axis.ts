import { formatNumber, formatTick } from "../format-number.ts";
import type { Unit } from "../values.ts";

/** One direction of a plot. */
export interface Axis {
  readonly label: string;
  /** Default: plain numbers. */
  readonly unit?: Unit;
  /** What the axis spans. Default: what the data needs. */
  readonly domain?: readonly [number, number];
}

/** An axis whose span is settled. */
export interface SpannedAxis extends Axis {
  readonly domain: readonly [number, number];
}

/** A line drawn across a plot at one value: no effect, a threshold, today's champion. */
export interface Reference {
  readonly at: number;
  readonly label: string;
}

/** What every plot carries. */
export interface PlotFrame {
  readonly title: string;
  /** What the plot shows, for someone who cannot see it. Default: a sentence made from the data. */
  readonly alt?: string;
}

/** A finite number in the axis' unit. */
export function onAxis(axis: Axis, value: number): string {
  return formatNumber(value, axis.unit ?? "number");
}

/** A number at the end of an axis, short and rounded to three digits or so. */
export function tickOn(axis: Axis, value: number): string {
  return formatTick(axis.unit === "time" ? value : Number(value.toPrecision(4)), axis.unit ?? "number");
}

/** The least and the greatest of the finite values; 0 to 1 when there are none, and never of zero length. */
export function extent(values: Iterable<number | undefined>): readonly [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value === undefined || !Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return [0, 1];
  const slack = Math.abs(low) * 0.1 || 1;
  return low === high ? [low - slack, high + slack] : [low, high];
}
