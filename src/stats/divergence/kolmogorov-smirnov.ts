import { type Insufficient, insufficient } from "../../kernel/index.ts";

/** Which way the first sample's distribution function is asked to lie: apart, above, or below the second's. */
export type Alternative = "two-sided" | "greater" | "less";

export interface KolmogorovSmirnov {
  /** The largest distance between the two distribution functions, 0 to 1. */
  readonly statistic: number;
  readonly pValue: number;
}

/** Lattice points up to which the p-value is counted out. */
const EXACT = 1_000_000;

/**
 * The two-sample test of Kolmogorov and Smirnov on ascending values. Exact while the product of the sizes is at most 10^6
 * (Hodges, 1958), beyond it by the limit with Stephens' correction (1970). With ties the p-value errs upwards.
 */
export function kolmogorovSmirnov(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  alternative: Alternative = "two-sided",
): KolmogorovSmirnov | Insufficient {
  if (a.length === 0 || b.length === 0) return insufficient("too-few-rows", { need: 1, have: 0 });
  const steps = farthest(a, b, alternative);
  const statistic = steps / (a.length * b.length);
  const sizes = { n: a.length, m: b.length, steps, alternative };
  const pValue = a.length * b.length <= EXACT ? exact(sizes) : limit(sizes);
  return { statistic, pValue: Math.min(1, Math.max(0, pValue)) };
}

/** The smallest distance that the test finds significant at 5 %, by the limit. */
export function detectableDistance(n: number, m: number): number {
  return 1.358 * Math.sqrt((n + m) / (n * m));
}

/** The distance in units of 1 / (n m), so that equal distances are equal numbers. */
function farthest(a: ArrayLike<number>, b: ArrayLike<number>, alternative: Alternative): number {
  const [n, m] = [a.length, b.length];
  let [i, j, above, below] = [0, 0, 0, 0];
  while (i < n && j < m) {
    const at = Math.min(a[i] as number, b[j] as number);
    while (i < n && (a[i] as number) === at) i++;
    while (j < m && (b[j] as number) === at) j++;
    above = Math.max(above, i * m - j * n);
    below = Math.max(below, j * n - i * m);
  }
  if (alternative === "greater") return above;
  return alternative === "less" ? below : Math.max(above, below);
}

interface Sizes {
  readonly n: number;
  readonly m: number;
  readonly steps: number;
  readonly alternative: Alternative;
}

/** The share of all orders of the pooled values whose path comes as far: summed over the lattice, nothing cancels. */
function exact({ n, m, steps, alternative }: Sizes): number {
  if (steps === 0) return 1;
  const row = new Float64Array(m + 1);
  for (let i = 0; i <= n; i++)
    for (let j = 0; j <= m; j++) {
      const height = heightOf(i * m - j * n, alternative);
      const before = i + j === 0 ? 0 : (i * (row[j] as number) + j * (row[j - 1] ?? 0)) / (i + j);
      row[j] = height >= steps ? 1 : before;
    }
  return row[m] as number;
}

function heightOf(lead: number, alternative: Alternative): number {
  if (alternative === "two-sided") return Math.abs(lead);
  return alternative === "greater" ? lead : -lead;
}

function limit({ n, m, steps, alternative }: Sizes): number {
  const size = Math.sqrt((n * m) / (n + m));
  const distance = steps / (n * m);
  if (alternative !== "two-sided") return Math.exp(-2 * (size * distance) ** 2);
  const lambda = (size + 0.12 + 0.11 / size) * distance;
  if (lambda < 0.2) return 1;
  let [sum, sign] = [0, 1];
  for (let k = 1; k <= 100; k++, sign = -sign) {
    const term = Math.exp(-2 * k * k * lambda * lambda);
    sum += sign * term;
    if (term < 1e-17) break;
  }
  return 2 * sum;
}
