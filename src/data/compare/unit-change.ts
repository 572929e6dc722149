import { isInsufficient } from "../../kernel/index.ts";
import { kolmogorovSmirnov } from "../../stats/index.ts";
import { quantileOf } from "../profile/finish.ts";
import type { NumberProfile } from "../profile/profile.ts";

/** A change of unit: what was x is now `factor` x + `offset`. */
interface Conversion {
  readonly factor: number;
  readonly offset: number;
  /** Worded when it is asked: most of them never are. */
  readonly words: () => string;
}

const times = (by: number, units: string): readonly Conversion[] => [
  { factor: by, offset: 0, words: () => `multiplied by ${by.toLocaleString("en-US")}${units}` },
  { factor: 1 / by, offset: 0, words: () => `divided by ${by.toLocaleString("en-US")}${units}` },
];

/** The conversions that are looked for. */
const CONVERSIONS: readonly Conversion[] = [
  ...times(1_000, ""),
  ...times(1_000_000, ""),
  ...times(100, ""),
  ...times(10, ""),
  ...times(60, " (minutes and seconds, or hours and minutes)"),
  ...times(3_600, " (hours and seconds)"),
  ...times(24, " (days and hours)"),
  ...times(86_400, " (days and seconds)"),
  ...times(2.54, " (inches and centimetres)"),
  ...times(3.28084, " (metres and feet)"),
  ...times(1.609344, " (miles and kilometres)"),
  ...times(2.204623, " (kilograms and pounds)"),
  ...times(4.184, " (calories and joules)"),
  { factor: 1.8, offset: 32, words: () => "turned from °C into °F" },
  { factor: 1 / 1.8, offset: -32 / 1.8, words: () => "turned from °F into °C" },
];

/** A conversion that fits. */
export interface UnitChange {
  /** As the rest of a sentence: `multiplied by 1,000`. */
  readonly words: string;
  /** How far the converted values are from the new ones, as Kolmogorov and Smirnov measure it. */
  readonly distance: number;
}

const AT = Array.from({ length: 19 }, (_, i) => (i + 1) / 20);
/** How far the converted values may be from the new ones, as Kolmogorov and Smirnov measure it. */
const SAME = 0.08;

/**
 * The conversion that makes the earlier values those of now: the quantiles lie near its line, and the values, once
 * converted, are distributed alike. Undefined where none does.
 */
export function unitChange(before: NumberProfile, after: NumberProfile): UnitChange | undefined {
  const [x, y] = [AT.map((at) => quantileOf(before.sample, at)), AT.map((at) => quantileOf(after.sample, at))];
  const slope = slopeOf(x, y);
  if (slope === undefined) return undefined;
  const spread = Math.abs((y.at(-1) as number) - (y[0] as number));
  // The slope is a ratio of spreads, whose standard error is about √(2 / n).
  const close = 0.02 + 4 / Math.sqrt(Math.min(before.sample.length, after.sample.length));
  const fitting = CONVERSIONS.filter(
    ({ factor, offset }) =>
      Math.abs(slope / factor - 1) < close && Math.abs(mean(y) - (factor * mean(x) + offset)) < close * spread,
  ).map((conversion) => ({ conversion, left: distanceAfter(conversion, { before, after }) }));
  const best = fitting.sort((a, b) => a.left - b.left)[0];
  return best !== undefined && best.left < SAME ? { words: best.conversion.words(), distance: best.left } : undefined;
}

interface Pair {
  readonly before: NumberProfile;
  readonly after: NumberProfile;
}

function distanceAfter({ factor, offset }: Conversion, { before, after }: Pair): number {
  const converted = before.sample.map((value) => factor * value + offset);
  const test = kolmogorovSmirnov(converted, after.sample);
  return isInsufficient(test) ? 1 : test.statistic;
}

/** The slope of the least squares line; undefined where x never varies. */
function slopeOf(x: readonly number[], y: readonly number[]): number | undefined {
  const [mx, my] = [mean(x), mean(y)];
  const square = x.reduce((sum, value) => sum + (value - mx) ** 2, 0);
  const product = x.reduce((sum, value, i) => sum + (value - mx) * ((y[i] as number) - my), 0);
  return square > 0 ? product / square : undefined;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
