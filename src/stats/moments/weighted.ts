/** Moments of values that weigh differently. Weights are finite and not negative. */
export interface WeightedMoments {
  /** Σ w. */
  readonly weight: number;
  /** Σ w². */
  readonly squaredWeight: number;
  readonly mean: number;
  /** Σ w (x − mean)². */
  readonly m2: number;
}

/** Nothing seen yet: the identity of {@link mergeWeighted}. */
export const noWeighted: WeightedMoments = Object.freeze({ weight: 0, squaredWeight: 0, mean: 0, m2: 0 });

/** Weighted moments; value i weighs `weights[i]`. West. Updating mean and variance estimates. CACM 22, 1979. */
export function weightedMomentsOf(values: ArrayLike<number>, weights: ArrayLike<number>): WeightedMoments {
  let [weight, squaredWeight, mean, m2] = [0, 0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const w = weights[i] as number;
    if (w === 0) continue;
    const deviation = (values[i] as number) - mean;
    weight += w;
    squaredWeight += w * w;
    mean += (deviation * w) / weight;
    m2 += w * deviation * ((values[i] as number) - mean);
  }
  return Object.freeze({ weight, squaredWeight, mean, m2 });
}

/** Weighted moments of both samples together. Chan, Golub, LeVeque, 1979. */
export function mergeWeighted(a: WeightedMoments, b: WeightedMoments): WeightedMoments {
  if (a.weight === 0) return b;
  if (b.weight === 0) return a;
  const weight = a.weight + b.weight;
  const gap = b.mean - a.mean;
  return Object.freeze({
    weight,
    squaredWeight: a.squaredWeight + b.squaredWeight,
    mean: a.mean + (gap * b.weight) / weight,
    m2: a.m2 + b.m2 + (gap * gap * a.weight * b.weight) / weight,
  });
}

/** The number of equally weighted values that would tell as much: (Σ w)² / Σ w². Kish, 1965. */
export function effectiveSize({ weight, squaredWeight }: WeightedMoments): number {
  return squaredWeight === 0 ? 0 : (weight * weight) / squaredWeight;
}
