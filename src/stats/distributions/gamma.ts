const HALF_LOG_TWO_PI = 0.918_938_533_204_672_8;
/** Stirling's series is exact to the last bit from here on. */
const SERIES_FROM = 15;
const TINY = 1e-300;
const EPSILON = 2 ** -52;

/**
 * What Stirling's formula leaves out: ln Γ(x) − [(x − ½) ln x − x + ½ ln 2π], x > 0.
 * The series is DLMF 5.11.1; smaller x climb to it by Γ(x + 1) = x Γ(x).
 */
export function stirlingRemainder(x: number): number {
  if (x >= SERIES_FROM) return remainderSeries(x);
  return logGamma(x) - ((x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI);
}

function remainderSeries(x: number): number {
  const y = 1 / (x * x);
  return (1 / 12 - y * (1 / 360 - y * (1 / 1260 - y * (1 / 1680 - y * (1 / 1188 - (y * 691) / 360_360))))) / x;
}

/** ln Γ(x) for x > 0; absolute error below 1e-13 for small x, relative error below 1e-14 for large. DLMF 5.11. */
export function logGamma(x: number): number {
  let product = 1;
  let at = x;
  for (; at < SERIES_FROM; at++) product *= at;
  return (at - 0.5) * Math.log(at) - at + HALF_LOG_TWO_PI + remainderSeries(at) - Math.log(product);
}

/**
 * x ln(x/m) + m − x without cancellation when x is near m.
 * Loader. Fast and accurate computation of binomial probabilities. 2000.
 */
export function deviance(x: number, m: number): number {
  if (Math.abs(x - m) >= 0.1 * (x + m)) return x * Math.log(x / m) + m - x;
  const v = (x - m) / (x + m);
  let sum = (x - m) * v;
  let term = 2 * x * v;
  for (let j = 3; ; j += 2) {
    term *= v * v;
    const next = sum + term / j;
    if (next === sum) return sum;
    sum = next;
  }
}

/** x^a e^(−x) / Γ(a + 1), for a > 0 and x > 0. */
function poissonTerm(a: number, x: number): number {
  return Math.exp(-stirlingRemainder(a) - deviance(a, x)) / Math.sqrt(2 * Math.PI * a);
}

/** The regularised upper incomplete gamma function Q(a, x), a > 0, x ≥ 0. Relative error below 1e-12. DLMF 8.2. */
export function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  if (x === Infinity) return 0;
  return x < a + 1 ? 1 - lowerSeries(a, x) : upperFraction(a, x);
}

/** The regularised lower incomplete gamma function P(a, x) = 1 − Q(a, x), a > 0, x ≥ 0. DLMF 8.2. */
export function lowerGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  if (x === Infinity) return 1;
  return x < a + 1 ? lowerSeries(a, x) : 1 - upperFraction(a, x);
}

/** P by its power series, DLMF 8.7.1. */
function lowerSeries(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; term > sum * EPSILON; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return poissonTerm(a, x) * sum;
}

/** Q by its continued fraction, DLMF 8.9.2, evaluated as Lentz (1976) does. */
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let value = d;
  for (let n = 1, step = 0; Math.abs(step - 1) > EPSILON && n < 1_000_000; n++) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / (numerator * d + b || TINY);
    c = b + numerator / c || TINY;
    step = c * d;
    value *= step;
  }
  return poissonTerm(a, x) * a * value;
}
