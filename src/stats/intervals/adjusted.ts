import { type Insufficient, insufficient, isInsufficient } from "../../kernel/index.ts";
import { pairAt } from "../moments/comoments.ts";
import type { MeanVector } from "./mean-vector.ts";
import { type Point, varies } from "./point.ts";
import { solveSymmetric } from "./solve-symmetric.ts";

/** What is read off a mean vector: its first mean, or its first mean over its second. Further columns are covariates. */
export type Quantity = "mean" | "ratio";

/** Two arms after what was known before the experiment has been allowed for. */
export interface AdjustedPair {
  readonly treatment: Point;
  readonly control: Point;
  /** What one unit more of each covariate is worth in the quantity. */
  readonly slopes: readonly number[];
  /** Variance of the difference that is left, as a share of the unadjusted: 1 without covariates, 1 − R² in theory. */
  readonly kept: number;
}

interface Linear {
  readonly value: number;
  /** By column; zero for covariates. */
  readonly gradient: readonly number[];
}

/** How many columns the quantity itself takes. */
export function ownColumns(quantity: Quantity): number {
  return quantity === "mean" ? 1 : 2;
}

/** The quantity and its derivative in each mean: the delta method's line. */
function linearise({ values }: MeanVector, quantity: Quantity): Linear | Insufficient {
  const [first = 0, second = 0] = values;
  const rest = values.slice(ownColumns(quantity)).map(() => 0);
  if (quantity === "mean") return { value: first, gradient: [1, ...rest] };
  if (second === 0) return insufficient("empty-denominator");
  return { value: first / second, gradient: [1 / second, -first / second ** 2, ...rest] };
}

/** aᵀ C b. */
function form({ values, covariance }: MeanVector, a: readonly number[], b: readonly number[]): number {
  const width = values.length;
  let sum = 0;
  for (let i = 0; i < width; i++)
    for (let j = 0; j < width; j++)
      sum += (a[i] as number) * (b[j] as number) * (covariance[pairAt(i, j, width)] as number);
  return sum;
}

/** The quantity without covariates, by the delta method. */
export function quantityPoint(vector: MeanVector | Insufficient, quantity: Quantity): Point | Insufficient {
  if (isInsufficient(vector)) return vector;
  const line = linearise(vector, quantity);
  if (isInsufficient(line)) return line;
  return { value: line.value, variance: form(vector, line.gradient, line.gradient), df: vector.df };
}

/**
 * CUPED: the two arms' quantity, less what their covariates from before the experiment predict. The covariates cannot be
 * moved by the treatment, so the difference stays what it is on average while its variance falls to 1 − R² of it. The
 * slopes are those that leave the least variance in this difference; a ratio is adjusted on its delta-method line.
 * Deng, Xu, Kohavi, Walker. Improving the sensitivity of online controlled experiments by utilizing pre-experiment data.
 * WSDM 2013.
 */
export function adjustedPair(
  treatment: MeanVector | Insufficient,
  control: MeanVector | Insufficient,
  quantity: Quantity,
): AdjustedPair | Insufficient {
  if (isInsufficient(treatment)) return treatment;
  if (isInsufficient(control)) return control;
  const lines = [linearise(treatment, quantity), linearise(control, quantity)] as const;
  if (isInsufficient(lines[0])) return lines[0];
  if (isInsufficient(lines[1])) return lines[1];
  const sides: readonly Side[] = [
    { vector: treatment, line: lines[0] },
    { vector: control, line: lines[1] },
  ];
  const slopes = slopesOf(sides, ownColumns(quantity));
  const centre = centreOf(treatment, control);
  const [plain, left] = [
    sides.map((side) => adjust(side, { slopes: [], centre })),
    sides.map((side) => adjust(side, { slopes, centre })),
  ];
  const total = (points: readonly Point[]): number => points.reduce((sum, { variance }) => sum + variance, 0);
  const [adjusted, base] = left as [Point, Point];
  return { treatment: adjusted, control: base, slopes, kept: total(plain) > 0 ? total(left) / total(plain) : 1 };
}

interface Side {
  readonly vector: MeanVector;
  readonly line: Linear;
}

const unit = (width: number, at: number): readonly number[] =>
  Array.from({ length: width }, (_, i) => (i === at ? 1 : 0));

function slopesOf(sides: readonly Side[], own: number): readonly number[] {
  const width = sides[0]?.vector.values.length ?? 0;
  const covariates = Array.from({ length: width - own }, (_, c) => unit(width, own + c));
  const over = (pick: (side: Side) => number): number => sides.reduce((sum, side) => sum + pick(side), 0);
  const matrix = covariates.map((a) => covariates.map((b) => over(({ vector }) => form(vector, a, b))));
  const right = covariates.map((a) => over(({ vector, line }) => form(vector, a, line.gradient)));
  return solveSymmetric(matrix, right);
}

/** Where covariates are held: their mean over both arms, so that an adjusted level reads like an unadjusted one. */
function centreOf(a: MeanVector, b: MeanVector): readonly number[] {
  const [rowsA, rowsB] = [a.df + 1, b.df + 1];
  return a.values.map((value, i) => (value * rowsA + (b.values[i] as number) * rowsB) / (rowsA + rowsB));
}

function adjust(
  { vector, line }: Side,
  { slopes, centre }: { readonly slopes: readonly number[]; readonly centre: readonly number[] },
): Point {
  const own = vector.values.length - slopes.length;
  const moved = slopes.reduce((sum, slope, c) => {
    const at = own + c;
    return sum + slope * ((vector.values[at] as number) - (centre[at] as number));
  }, 0);
  const gradient = line.gradient.map((value, i) => (i >= own ? -(slopes[i - own] as number) : value));
  const used = slopes.filter((slope) => slope !== 0).length;
  return {
    value: line.value - moved,
    variance: Math.max(0, form(vector, gradient, gradient)),
    df: Math.max(1, vector.df - used),
  };
}

/**
 * How skewed the difference of two means still is: the third cumulant over the cubed standard error. Beyond
 * {@link MOST_SKEW} either end of a 95 % interval misses half a point more, or less, than it says.
 * Hall. The Bootstrap and Edgeworth Expansion. 1992, section 2.2.
 */
export function skewOfDifference(
  a: { readonly n: number; readonly cubes: number },
  b: { readonly n: number; readonly cubes: number },
  difference: Point,
): number {
  return varies(difference) ? (a.cubes / a.n ** 3 - b.cubes / b.n ** 3) / difference.variance ** 1.5 : 0;
}

/** κ₃ / 6 · (z² − 1) φ(z) is half a percentage point at z = 1.96. */
export const MOST_SKEW = 0.18;
