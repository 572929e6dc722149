import type { Rng } from "../../kernel/index.ts";

/** A part of the unit cube in which a tree says the same everywhere. */
export interface Box {
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly value: number;
}

/** Places in the unit cube and what was seen there. */
export interface Seen {
  readonly places: readonly Float64Array[];
  readonly values: Float64Array;
}

/** A box with fewer observations than twice this is not cut. */
const LEAST = 2;
/** Cuts that are tried for each dimension. */
const CUTS = 3;

/**
 * Cuts the unit cube into boxes by the best of a few random cuts, again and again. Geurts, Ernst, Wehenkel. Extremely
 * randomized trees. Machine Learning 63, 2006.
 */
export function growBoxes(seen: Seen, dimensions: number, draws: Rng): readonly Box[] {
  const rows = Array.from(seen.values, (_, row) => row);
  const whole = { low: new Float64Array(dimensions), high: new Float64Array(dimensions).fill(1) };
  return divide({ seen, draws }, rows, whole);
}

type Bounds = Pick<Box, "low" | "high">;
interface Cut {
  readonly dimension: number;
  readonly at: number;
  /** Squared error that is left after it. */
  readonly error: number;
}

function divide(
  growing: { readonly seen: Seen; readonly draws: Rng },
  rows: readonly number[],
  bounds: Bounds,
): readonly Box[] {
  const cut = rows.length < 2 * LEAST ? undefined : bestCut(growing, rows, bounds);
  if (cut === undefined) return [{ ...bounds, value: meanOf(growing.seen, rows) }];
  const { dimension, at } = cut;
  const isLow = (row: number): boolean => placeOf(growing.seen, row, dimension) < at;
  const low = { ...bounds, high: bounds.high.with(dimension, at) };
  const high = { ...bounds, low: bounds.low.with(dimension, at) };
  return [
    ...divide(growing, rows.filter(isLow), low),
    ...divide(
      growing,
      rows.filter((row) => !isLow(row)),
      high,
    ),
  ];
}

function bestCut(
  { seen, draws }: { readonly seen: Seen; readonly draws: Rng },
  rows: readonly number[],
  { low }: Bounds,
): Cut | undefined {
  let best: Cut | undefined;
  for (let dimension = 0; dimension < low.length; dimension++) {
    const places = rows.map((row) => placeOf(seen, row, dimension));
    const [from, to] = [Math.min(...places), Math.max(...places)];
    for (let i = 0; i < CUTS && from < to; i++) {
      const at = from + (to - from) * draws.uniform();
      const sides = [
        rows.filter((_, k) => (places[k] as number) < at),
        rows.filter((_, k) => (places[k] as number) >= at),
      ];
      if (sides.some((side) => side.length < LEAST)) continue;
      const error = sides.reduce((sum, side) => sum + squaredError(seen, side), 0);
      if (best === undefined || error < best.error) best = { dimension, at, error };
    }
  }
  return best !== undefined && best.error < squaredError(seen, rows) ? best : undefined;
}

function placeOf({ places }: Seen, row: number, dimension: number): number {
  return places[row]?.[dimension] ?? Number.NaN;
}

function meanOf({ values }: Seen, rows: readonly number[]): number {
  return rows.reduce((sum, row) => sum + (values[row] as number), 0) / rows.length;
}

function squaredError(seen: Seen, rows: readonly number[]): number {
  const mean = meanOf(seen, rows);
  return rows.reduce((sum, row) => sum + ((seen.values[row] as number) - mean) ** 2, 0);
}
