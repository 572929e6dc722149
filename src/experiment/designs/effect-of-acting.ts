import { criticalValue } from "../../stats/index.ts";
import type { Lopsided } from "../archive/delta.ts";

/** A decision whose outcome is known, in an experiment in which a share of the entities is never acted on. */
export interface ActedCase {
  readonly unit: string;
  /** Whether its entity is of those that are never acted on. */
  readonly isHeld: boolean;
  readonly acted: boolean;
  readonly yes: boolean;
}

/** The share of the yes that acting changes, at most 1, and its 95 % interval. */
export interface EffectOfActing extends Required<Lopsided> {
  /** So large that 1.96 of it on either side cover the interval. */
  readonly standardError: number;
}

/** Fewer entities on either side say too little. */
const LEAST_UNITS = 50;
/** Standard errors to either side of 95 %. */
const REACH = criticalValue(0.95);

/**
 * The share of the yes that acting changes among those that are acted on: what `effect` of an objective assumes.
 *
 * Who is held back was drawn, so those who are held show how many a decision would be a yes if nobody were acted on, h. Of those
 * who are served, b a decision are a yes without having been acted on, and a although they were. Of the h, then, h − b are of
 * decisions that are acted on, and the effect is 1 − a / (h − b). Whom the policy acts on, and by what, does not matter.
 *
 * The interval is Fieller's, its variances clustered by entity: every effect e for which a − (1 − e)(h − b) is within 1.96 of its
 * own standard errors of 0. It is told where it ends, which is where h − b is 1.96 of its standard errors from 0. So of all
 * experiments at most 5 % tell an interval that leaves out the truth. Where h − b truly is less than that, few tell anything,
 * those in which it came out large: their values are too high, and more of their intervals leave out the truth. Undefined where
 * there is too little, or where somebody who is held back was acted on.
 *
 * Fieller. Some problems in interval estimation. JRSS B 16, 1954.
 */
export function effectOfActing(cases: readonly ActedCase[]): EffectOfActing | undefined {
  if (cases.some(({ isHeld, acted }) => isHeld && acted) || !cases.some(({ acted }) => acted)) return undefined;
  const [held, served] = [unitsOf(cases.filter(({ isHeld }) => isHeld)), unitsOf(cases.filter((one) => !one.isHeld))];
  if (Math.min(held.length, served.length) < LEAST_UNITS) return undefined;
  const [h, a, b] = [meanOf(held, "rest"), meanOf(served, "acted"), meanOf(served, "rest")];
  const left = ratioWithin({
    top: a.mean,
    bottom: h.mean - b.mean,
    // Of none that is a yes the spread is none; that there truly are fewer than 1.96² is all that it shows (the rule of three).
    topVariance: Math.max(varianceOf(a, a), (REACH / a.size) ** 2),
    bottomVariance: varianceOf(h, h) + varianceOf(b, b),
    // The held are others.
    covariance: -varianceOf(a, b),
  });
  if (left === undefined) return undefined;
  const [value, low, high] = [1 - left.value, 1 - left.high, Math.min(1, 1 - left.low)];
  return { value, low, high, standardError: Math.max(value - low, high - value) / REACH };
}

interface Ratio {
  readonly top: number;
  readonly bottom: number;
  readonly topVariance: number;
  readonly bottomVariance: number;
  readonly covariance: number;
}

/** Fieller's interval of top / bottom; undefined where the bottom is not clearly above 0, for then it has no ends. */
function ratioWithin({
  top,
  bottom,
  ...of
}: Ratio): { readonly value: number; readonly low: number; readonly high: number } | undefined {
  // The ratios r with (top − r bottom)² ≤ 1.96² of its variance: those between the roots of square r² − 2 half r + rest.
  const square = bottom ** 2 - REACH ** 2 * of.bottomVariance;
  if (!(bottom > 0 && square > 0)) return undefined;
  const half = top * bottom - REACH ** 2 * of.covariance;
  const rest = top ** 2 - REACH ** 2 * of.topVariance;
  const apart = Math.sqrt(Math.max(0, half ** 2 - square * rest));
  return { value: top / bottom, low: (half - apart) / square, high: (half + apart) / square };
}

interface Unit {
  size: number;
  /** Of these a yes: acted on, and not. */
  acted: number;
  rest: number;
}

function unitsOf(cases: readonly ActedCase[]): readonly Unit[] {
  const units = new Map<string, Unit>();
  for (const { unit, acted, yes } of cases) {
    const one = units.get(unit) ?? { size: 0, acted: 0, rest: 0 };
    units.set(unit, one);
    one.size++;
    if (yes) one[acted ? "acted" : "rest"]++;
  }
  return [...units.values()];
}

/** A share of decisions, and by how much each entity moves it. */
interface Mean {
  readonly mean: number;
  /** Decisions. */
  readonly size: number;
  readonly moves: readonly number[];
}

function meanOf(units: readonly Unit[], what: "acted" | "rest"): Mean {
  const size = units.reduce((sum, unit) => sum + unit.size, 0);
  const mean = units.reduce((sum, unit) => sum + unit[what], 0) / size;
  return { mean, size, moves: units.map((unit) => (unit[what] - mean * unit.size) / size) };
}

/** Of two means of the same entities: their covariance. */
function varianceOf({ moves: one }: Mean, { moves: other }: Mean): number {
  const sum = one.reduce((total, move, i) => total + move * (other[i] ?? 0), 0);
  return (sum * one.length) / (one.length - 1);
}
