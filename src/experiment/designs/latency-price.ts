import { type Insufficient, insufficient, isInsufficient } from "../../kernel/index.ts";
import {
  type Comparison,
  chiSquareSurvival,
  comparisonOf,
  type Estimated,
  type Moments,
  mapEstimate,
  meanPoint,
  type Point,
  sharedDf,
} from "../../stats/index.ts";
import { type DesignKind, defineDesignKind } from "./kinds.ts";

/** Latency-price: some entities wait longer by lot, and what that costs is measured. */
export const latencyPriced: DesignKind = defineDesignKind({
  name: "latency-price",
  tells: "What a millisecond of waiting costs, in money per entity.",
  randomises: "entity",
});

/** The units that waited so much longer, by lot. */
export interface DelayedArm {
  /** Added to every answer; 0 for those who did not wait longer. */
  readonly delayMs: number;
  /** Money of each unit. */
  readonly money: Moments;
}

/** What waiting is worth, with the range of delays in which it was measured. */
export interface LatencyPrice {
  /** Money per unit for each millisecond more; below zero where waiting costs. */
  readonly perMs: Comparison | Insufficient;
  /** Whether a straight line describes the arms, as a p-value; Insufficient with two delays, which any line fits. */
  readonly straight: number | Insufficient;
  /** The longest delay that was tried: beyond it the price is a guess. */
  readonly upToMs: number;
  readonly units: number;
}

/**
 * The straight line through the arms' means, each as heavy as its units are many: ordinary least squares on the units, with
 * a variance of its own for every arm (White. Econometrica 48, 1980; exact in the arms' variances, because a delay is an
 * arm) and degrees of freedom after Satterthwaite. `straight` is Pearson's lack of fit on arms − 2 degrees of freedom.
 */
export function latencyPrice(delayed: readonly DelayedArm[], level?: number): LatencyPrice {
  const used = delayed.filter(({ money }) => money.n > 0);
  const units = used.reduce((sum, { money }) => sum + money.n, 0);
  const upToMs = Math.max(0, ...used.map(({ delayMs }) => delayMs));
  const line = lineThrough(used);
  if (isInsufficient(line)) return { perMs: line, straight: line, upToMs, units };
  return { perMs: comparisonOf(line.slope, level), straight: fitOf(used, line), upToMs, units };
}

/** What so many milliseconds more or less come to, for one unit: the price times the milliseconds. */
export function costOfWaiting({ perMs }: LatencyPrice, ms: number): Estimated {
  return isInsufficient(perMs) ? perMs : mapEstimate(perMs, (money) => money * ms);
}

interface Line {
  readonly slope: Point;
  readonly meanDelay: number;
}

function lineThrough(used: readonly DelayedArm[]): Line | Insufficient {
  const delays = new Set(used.map(({ delayMs }) => delayMs));
  if (delays.size < 2) return insufficient("too-few-delays", { need: 2, have: delays.size });
  const points = used.map(({ money }) => meanPoint(money));
  const lacking = points.find(isInsufficient);
  if (lacking !== undefined) return lacking;
  const units = used.reduce((sum, { money }) => sum + money.n, 0);
  const meanDelay = used.reduce((sum, { delayMs, money }) => sum + delayMs * money.n, 0) / units;
  const spread = used.reduce((sum, { delayMs, money }) => sum + money.n * (delayMs - meanDelay) ** 2, 0);
  const parts = used.map(({ delayMs, money }) => {
    const pull = (money.n * (delayMs - meanDelay)) / spread;
    return { value: pull * money.mean, variance: (pull ** 2 * money.m2) / (money.n - 1) / money.n, df: money.n - 1 };
  });
  const slope = {
    value: parts.reduce((sum, { value }) => sum + value, 0),
    variance: parts.reduce((sum, { variance }) => sum + variance, 0),
    df: sharedDf(...parts.map(({ variance, df }) => [variance, df] as const)),
  };
  return { slope, meanDelay };
}

/** How far the arms lie from the best line by their own variances: a chi-square, whose line is fitted by those too. */
function fitOf(used: readonly DelayedArm[], { meanDelay }: Line): number | Insufficient {
  const df = new Set(used.map(({ delayMs }) => delayMs)).size - 2;
  if (df < 1) return insufficient("too-few-delays", { need: 3, have: df + 2 });
  const arms = used.map(({ delayMs, money: { n, mean, m2 } }) => ({
    x: delayMs - meanDelay,
    y: mean,
    weight: (n * (n - 1)) / m2,
  }));
  if (!arms.every(({ weight }) => Number.isFinite(weight))) return insufficient("zero-variance");
  const total = arms.reduce((sum, { weight }) => sum + weight, 0);
  const [x0, y0] = [
    arms.reduce((sum, { x, weight }) => sum + x * weight, 0) / total,
    arms.reduce((sum, { y, weight }) => sum + y * weight, 0) / total,
  ];
  const xy = arms.reduce((sum, { x, y, weight }) => sum + weight * (x - x0) * (y - y0), 0);
  const xx = arms.reduce((sum, { x, weight }) => sum + weight * (x - x0) ** 2, 0);
  const off = arms.reduce((sum, { x, y, weight }) => sum + weight * (y - y0 - (xy / xx) * (x - x0)) ** 2, 0);
  return chiSquareSurvival(off, df);
}
