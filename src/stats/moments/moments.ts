import { type Insufficient, insufficient } from "../../kernel/index.ts";
import { sumOf } from "../sum.ts";

/**
 * What a mean and a variance need, and all that has to travel: the count, the mean and the sum of squared deviations.
 * Two of them merge into the one of both samples together.
 */
export interface Moments {
  readonly n: number;
  readonly mean: number;
  /** Σ (x − mean)². */
  readonly m2: number;
}

/** Nothing seen yet: the identity of {@link mergeMoments}. */
export const noMoments: Moments = Object.freeze({ n: 0, mean: 0, m2: 0 });

/** Moments of finite numbers, in two passes. */
export function momentsOf(values: ArrayLike<number>): Moments {
  const n = values.length;
  if (n === 0) return noMoments;
  const mean = sumOf(values) / n;
  let m2 = 0;
  for (let i = 0; i < n; i++) m2 += ((values[i] as number) - mean) ** 2;
  return Object.freeze({ n, mean, m2 });
}

/** Moments of one sample more. Welford. Technometrics 4, 1962. */
export function addToMoments(moments: Moments, value: number): Moments {
  const n = moments.n + 1;
  const deviation = value - moments.mean;
  const mean = moments.mean + deviation / n;
  return Object.freeze({ n, mean, m2: moments.m2 + deviation * (value - mean) });
}

/** Moments of both samples together: associative, commutative. Chan, Golub, LeVeque. 1979. */
export function mergeMoments(a: Moments, b: Moments): Moments {
  if (a.n === 0) return b;
  if (b.n === 0) return a;
  const n = a.n + b.n;
  const gap = b.mean - a.mean;
  return Object.freeze({
    n,
    mean: a.mean + (gap * b.n) / n,
    m2: a.m2 + b.m2 + (gap * gap * a.n * b.n) / n,
  });
}

/** The unbiased sample variance, in squared units; needs two values. */
export function varianceOf({ n, m2 }: Moments): number | Insufficient {
  return n < 2 ? insufficient("too-few-rows", { need: 2, have: n }) : m2 / (n - 1);
}
