import type { Column } from "../../data/index.ts";
import { addLogOdds, type Halves, readBins } from "./field-strength.ts";

interface Taught {
  /** 0 or 1. */
  readonly label: Float64Array;
  readonly halves: Halves;
}

/** What the other fields say together must tell the two labels so far apart, in standard deviations, or nothing can be seen. */
const TELLING = 0.3;
/** Correlation with them among rows of one label, at most, of a copy of the label: chance aside. */
const UNRELATED = 0.06;
const STANDARD_ERRORS = 2;

/** So related are the other fields to one another among rows of one label, or being unrelated to them is nothing special. */
const RELATED = 0.15;

/** What the other fields say of the label, and whether that is enough to know a copy by. */
export interface Rest {
  /** In log odds, each field as if it stood alone. */
  readonly said: Float64Array;
  /** They tell the labels apart, and hang together among rows of one label. */
  readonly tells: boolean;
}

/** Adds up what those fields say. */
export function restOf(columns: readonly Column[], taught: Taught): Rest {
  const halves = [0, 1].map((half) => {
    const sum = new Float64Array(taught.label.length);
    for (const column of columns.filter((_, i) => i % 2 === half)) addLogOdds(sum, readBins(column), taught);
    return sum;
  });
  const [even, odd] = halves as [Float64Array, Float64Array];
  const said = even.map((one, row) => one + (odd[row] as number));
  return { said, tells: distance(said, taught) >= TELLING && correlation(even, odd, taught) >= RELATED };
}

/**
 * Whether a field behaves as a noisy copy of the label does: it has something to do with the other fields only because
 * the label has. Among rows of one label it then tells nothing of them, while a field that shares causes with them still
 * does. False where too few rows, or the other fields, could not show the difference.
 */
export function isLikeCopy(column: Column, { said, tells }: Rest, taught: Taught): boolean {
  if (!tells) return false;
  const own = new Float64Array(said.length);
  addLogOdds(own, readBins(column), taught);
  const error = 1 / Math.sqrt(said.length);
  return correlation(own, said, taught) + STANDARD_ERRORS * error <= UNRELATED + STANDARD_ERRORS * SMALLEST_ERROR;
}

/** The standard error with a thousand rows: with fewer, nothing is said of correlations so small. */
const SMALLEST_ERROR = 1 / Math.sqrt(1_000);

function sidesOf(a: Float64Array, b: Float64Array, { label }: Taught): readonly [Within, Within] {
  return [within(a, b, (row) => label[row] === 0), within(a, b, (row) => label[row] === 1)];
}

/** Between the means of the two labels, in standard deviations within them. */
function distance(said: Float64Array, taught: Taught): number {
  const [no, yes] = sidesOf(said, said, taught);
  return (yes.mean - no.mean) / Math.sqrt((no.squares + yes.squares) / (no.rows + yes.rows));
}

/** Among rows of one label, of both labels together. */
function correlation(a: Float64Array, b: Float64Array, taught: Taught): number {
  const [no, yes] = sidesOf(a, b, taught);
  return (no.products + yes.products) / Math.sqrt((no.own + yes.own) * (no.squares + yes.squares));
}

interface Within {
  readonly rows: number;
  /** Mean of the rest. */
  readonly mean: number;
  readonly own: number;
  readonly squares: number;
  readonly products: number;
}

/** Sums of squares and products about the means of those rows. */
function within(own: Float64Array, rest: Float64Array, takes: (row: number) => boolean): Within {
  let [rows, a, b, aa, bb, ab] = [0, 0, 0, 0, 0, 0];
  for (let row = 0; row < own.length; row++) {
    if (!takes(row)) continue;
    const [x, y] = [own[row] as number, rest[row] as number];
    rows++;
    a += x;
    b += y;
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  return {
    rows,
    mean: b / rows,
    own: aa - (a * a) / rows,
    squares: bb - (b * b) / rows,
    products: ab - (a * b) / rows,
  };
}
