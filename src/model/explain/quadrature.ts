/** Points in (0, 1) and their weights. */
export interface Quadrature {
  readonly points: Float64Array;
  readonly weights: Float64Array;
}

/** The Gauss-Legendre rule of `count` points on (0, 1): exact for polynomials up to degree 2 · count - 1. */
export function gaussLegendre(count: number): Quadrature {
  const points = new Float64Array(count);
  const weights = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (count + 0.5));
    // Newton's method doubles the digits with each step; from this start six are plenty.
    for (let step = 0; step < 6; step++) {
      const { value, slope } = legendre(count, x);
      x -= value / slope;
    }
    const { slope } = legendre(count, x);
    points[i] = (1 - x) / 2;
    weights[i] = 1 / ((1 - x * x) * slope * slope);
  }
  return { points, weights };
}

function legendre(degree: number, x: number): { readonly value: number; readonly slope: number } {
  let last = 1;
  let value = x;
  for (let k = 2; k <= degree; k++) [last, value] = [value, ((2 * k - 1) * x * value - (k - 1) * last) / k];
  return { value, slope: (degree * (x * value - last)) / (x * x - 1) };
}
