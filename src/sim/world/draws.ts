import type { Rng } from "../../kernel/index.ts";
import { normalQuantile } from "../../stats/index.ts";

/** Numbers by lot, one after the other. */
export interface Draws {
  /** On [0, 1). */
  uniform(): number;
  /** Standard normal (Box and Muller, 1958). */
  normal(): number;
}

/** The draws of a stream from its n-th on: each case has a stretch of its hour's stream to itself. */
export function drawsFrom(stream: Pick<Rng, "at">, n: number): Draws {
  let position = n;
  const uniform = (): number => stream.at(position++);
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  };
}

/** From this mean on a Poisson count is taken from its Cornish-Fisher expansion, which is off by less than one. */
const MANY = 30;

/** What is rarer is not waited for. */
const NEVER = 1e-17;

/**
 * The Poisson count of that mean at a uniform number on [0, 1): by inversion, so that a higher mean never gives fewer. Nothing for
 * a mean of 0.
 */
export function countAt(mean: number, uniform: number): number {
  if (mean >= MANY) {
    const z = normalQuantile(Math.max(uniform, NEVER));
    const spread = Math.sqrt(mean);
    return Math.max(0, Math.round(mean + spread * z + (z * z - 1) / 6 + (z - z ** 3) / (72 * spread)));
  }
  let count = 0;
  let share = Math.exp(-mean);
  let below = share;
  while (uniform >= below && share > NEVER) {
    count++;
    share *= mean / count;
    below += share;
  }
  return count;
}

/** The place that a uniform number on [0, 1) falls on, of shares that add up to 1. */
export function placeOf(shares: readonly number[], uniform: number): number {
  let left = uniform;
  for (let i = 0; i < shares.length - 1; i++) {
    left -= shares[i] as number;
    if (left < 0) return i;
  }
  return shares.length - 1;
}

/** The logistic curve. */
export function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** A number between two ends. */
export function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
