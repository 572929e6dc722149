import type { Column, TextColumn } from "../../data/index.ts";
import { countBelow } from "../../kernel/index.ts";

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

/** More rows than this add nothing to a quantile: binning looks at an even selection of about so many. */
const SAMPLE = 200_000;

/** Chooses bins for a column: at most `maxBins` besides bin 0. */
export function chooseBins(column: Column, slot: number, maxBins: number): Bins {
  if (column.kind === "text") {
    const levels = frequentLevels(column, maxBins);
    return { slot, kind: "levels", count: levels.length + 1, cuts: new Float64Array(0), levels };
  }
  const cuts = quantileCuts(distinctOf(column.values), maxBins);
  return { slot, kind: "numbers", count: cuts.length + 2, cuts, levels: [] };
}

function frequentLevels({ codes, levels }: TextColumn, maxBins: number): readonly string[] {
  const counts = new Float64Array(levels.length);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] as number;
    if (code >= 0) counts[code] = (counts[code] as number) + 1;
  }
  return levels
    .map((name, code) => ({ name, count: counts[code] as number }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
    .slice(0, maxBins)
    .map(({ name }) => name)
    .sort();
}

interface Distinct {
  readonly values: readonly number[];
  readonly counts: readonly number[];
  readonly total: number;
}

function distinctOf(all: Float64Array): Distinct {
  const sorted = presentOf(all).sort();
  const values: number[] = [];
  const counts: number[] = [];
  for (let i = 0; i < sorted.length; ) {
    const value = sorted[i] as number;
    const start = i;
    while (sorted[i] === value) i++;
    values.push(value);
    counts.push(i - start);
  }
  return { values, counts, total: sorted.length };
}

/** The values that are not missing, of every row or of an even selection. */
function presentOf(all: Float64Array): Float64Array {
  const step = Math.max(1, Math.floor(all.length / SAMPLE));
  const present = new Float64Array(Math.ceil(all.length / step));
  let count = 0;
  for (let row = 0; row < all.length; row += step) {
    const value = all[row] as number;
    if (!Number.isNaN(value)) present[count++] = value;
  }
  return present.subarray(0, count);
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

/** Writes the bin of every row of a column into `out`. */
export function assignBins(bins: Bins, column: Column, out: Uint8Array): void {
  if (column.kind === "text") assignLevels(bins, column, out);
  else assignNumbers(bins.cuts, column.values, out);
}

function assignLevels({ levels }: Bins, column: TextColumn, out: Uint8Array): void {
  const index = new Map(levels.map((level, i) => [level, i + 1]));
  const ofCode = Uint8Array.from(column.levels, (level) => index.get(level) ?? 0);
  for (let row = 0; row < out.length; row++) {
    const code = column.codes[row] as number;
    out[row] = code < 0 ? 0 : (ofCode[code] as number);
  }
}

function assignNumbers(cuts: Float64Array, values: Float64Array, out: Uint8Array): void {
  for (let row = 0; row < out.length; row++) {
    const x = values[row] as number;
    out[row] = Number.isNaN(x) ? 0 : countBelow(cuts, x) + 1;
  }
}
