import type { Pair } from "./pairs.ts";
import { bySystem, expectedOf, type StructuralModel } from "./structural.ts";

type Row = readonly [number, number, number];

/** Of a model's mean, intercept and slope, in that order. */
export type Covariance = readonly [Row, Row, Row];

/**
 * The covariance of mean, intercept and slope, were the spreads known: the inverse of the Fisher information that the
 * deltas (for the mean) and the lifts given the deltas (for all three) hold.
 */
export function covarianceOf(pairs: readonly Pair[], model: StructuralModel): Covariance {
  const sums: [number[], number[], number[]] = [
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ];
  for (const own of bySystem(pairs).values()) addSystem(sums, own, model);
  return inverse(sums as unknown as Covariance);
}

/** How a lift's expectation moves with mean, intercept and slope. */
function gradientOf(pair: Pair, model: StructuralModel): { readonly gradient: Row; readonly total: number } {
  const total = model.spread ** 2 + pair.x.standardError ** 2;
  const noise = total === 0 ? 0 : pair.x.standardError ** 2 / total;
  return { gradient: [model.slope * noise, 1, expectedOf(pair, model).delta], total };
}

function addSystem(sums: number[][], own: readonly Pair[], model: StructuralModel): void {
  const cross = [0, 0, 0];
  let weight = 0;
  for (const pair of own) {
    const { delta, variance } = expectedOf(pair, model);
    const { gradient, total } = gradientOf(pair, model);
    (sums[0] as number[])[0] = ((sums[0] as number[])[0] as number) + (total === 0 ? 0 : 1 / total);
    weight += delta ** 2 / variance;
    for (let i = 0; i < 3; i++) cross[i] = (cross[i] as number) + ((gradient[i] as number) * delta) / variance;
    addOuter(sums, gradient, 1 / variance);
  }
  // The system's own slope takes away what it explains (Woodbury's identity).
  addOuter(sums, cross, -(model.slopeSpread ** 2) / (1 + model.slopeSpread ** 2 * weight));
}

function addOuter(sums: number[][], vector: readonly number[], by: number): void {
  for (const [i, row] of sums.entries())
    for (let j = 0; j < 3; j++) row[j] = (row[j] as number) + (vector[i] as number) * (vector[j] as number) * by;
}

/** By cofactors. */
function inverse(m: Covariance): Covariance {
  const [[a, b, c], [d, e, f], [g, h, i]] = m;
  const [first, second, third] = [e * i - f * h, f * g - d * i, d * h - e * g];
  const determinant = a * first + b * second + c * third;
  const rows = [
    [first, c * h - b * i, b * f - c * e],
    [second, a * i - c * g, c * d - a * f],
    [third, b * g - a * h, a * e - b * d],
  ];
  return rows.map((row) => row.map((value) => value / determinant)) as unknown as Covariance;
}
