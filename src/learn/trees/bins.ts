import type { Column, TextColumn } from "../../data/index.ts";

/** How a feature's values become small whole numbers. Bin 0 holds what is missing, and levels too rare for their own. */
export interface Bins {
  /** Index of the feature among the sorted columns. */
  readonly slot: number;
  readonly kind: "numbers" | "levels";
  /** Bins in use, bin 0 included: at most 256. */
  readonly count: number;
  /** Numbers: bin b + 1 ends at `cuts[b]`, inclusive; the last bin has no end. */
  readonly cuts: Float64Array;
  /** Levels: bin b + 1 is `levels[b]`. In order of name. */
  readonly levels: readonly string[];
}

/** Bins for a text: the commonest levels, at most `maxBins`, get one each; rarer ones count as missing. */
export function levelBins({ codes, levels }: TextColumn, slot: number, maxBins: number): Bins {
  const counts = new Float64Array(levels.length);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] as number;
    if (code >= 0) counts[code] = (counts[code] as number) + 1;
  }
  const kept = levels
    .map((name, code) => ({ name, count: counts[code] as number }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
    .slice(0, maxBins)
    .map(({ name }) => name)
    .sort();
  return { slot, kind: "levels", count: kept.length + 1, cuts: new Float64Array(0), levels: kept };
}

/** More rows than this add nothing to a quantile: binning looks at an even selection of about so many. */
const SAMPLE = 200_000;

/** Every how manieth row binning looks at. */
export function sampleStep(rows: number): number {
  return Math.max(1, Math.floor(rows / SAMPLE));
}

/** Writes the values that are not missing, of every `step`-th row, and says how many they are. */
export function samplePresent(all: Float64Array, step: number, into: Float64Array): number {
  let count = 0;
  for (let row = 0; row < all.length; row += step) {
    // Adding 0 turns -0 into 0: one value, not two.
    const value = (all[row] as number) + 0;
    if (!Number.isNaN(value)) into[count++] = value;
  }
  return count;
}

/** Bins for a number, from sorted present values: at most `maxBins` besides bin 0. */
export function numberBins(sorted: Float64Array, slot: number, maxBins: number): Bins {
  const cuts = quantileCuts(distinctOf(sorted), maxBins);
  return { slot, kind: "numbers", count: cuts.length + 2, cuts, levels: [] };
}

interface Distinct {
  readonly values: Float64Array;
  readonly counts: Int32Array;
  readonly total: number;
}

function distinctOf(sorted: Float64Array): Distinct {
  const values = new Float64Array(sorted.length);
  const counts = new Int32Array(sorted.length);
  let last = -1;
  for (let i = 0; i < sorted.length; i++) {
    const value = sorted[i] as number;
    if (last < 0 || value !== values[last]) values[++last] = value;
    counts[last] = (counts[last] as number) + 1;
  }
  return { values: values.subarray(0, last + 1), counts: counts.subarray(0, last + 1), total: sorted.length };
}

/**
 * Cuts between distinct values: one bin each where they are few; otherwise bins of about equal weight, except that a
 * value heavier than that gets a bin of its own, as in LightGBM (Ke et al., 2017).
 */
function quantileCuts({ values, counts, total }: Distinct, maxBins: number): Float64Array {
  const few = values.length <= maxBins;
  const cuts: number[] = [];
  let held = 0;
  let left = total;
  for (let i = 0; i + 1 < values.length; i++) {
    held += counts[i] as number;
    const aim = left / (maxBins - cuts.length);
    const nextIsHeavy = (counts[i + 1] as number) >= aim;
    if (!few && held < aim && !nextIsHeavy) continue;
    if (cuts.length === maxBins - 1) break;
    cuts.push(between(values[i] as number, values[i + 1] as number));
    left -= held;
    held = 0;
  }
  return Float64Array.from(cuts);
}

/** A number that separates two neighbours, low ≤ cut < high, whatever rounding does. */
function between(low: number, high: number): number {
  const middle = low + (high - low) / 2;
  return middle < high ? middle : low;
}

/** A text's bin per code of a column that may number the levels otherwise; the first is for code -1, missing. */
export function binsOfCodes({ levels }: Bins, column: TextColumn): Uint8Array {
  const index = new Map(levels.map((level, i) => [level, i + 1]));
  return Uint8Array.from([0, ...column.levels.map((level) => index.get(level) ?? 0)]);
}

/** Whether a column could be split at all. */
export function isConstant({ count }: Bins, column: Column): boolean {
  if (count > 2) return false;
  const values = column.kind === "text" ? column.codes : column.values;
  const isMissing = (value: number): boolean => (column.kind === "text" ? value < 0 : Number.isNaN(value));
  const missing = values.filter(isMissing).length;
  return missing === 0 || missing === values.length;
}
