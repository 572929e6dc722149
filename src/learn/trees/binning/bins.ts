import type { TextColumn } from "../../../data/index.ts";

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

/** The levels of a text, and the rows of each code from -1 on. */
export interface CountedLevels {
  readonly levels: readonly string[];
  readonly counts: Int32Array;
}

/** Bins for a text: the commonest levels, at most `maxBins`, get one each; rarer ones count as missing. */
export function levelBins(counted: CountedLevels, slot: number, maxBins: number): Bins {
  const { levels, counts } = counted;
  const kept = levels
    .map((name, code) => ({ name, count: counts[code + 1] as number }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
    .slice(0, maxBins)
    .map(({ name }) => name)
    .sort();
  return { slot, kind: "levels", count: kept.length + 1, cuts: new Float64Array(0), levels: kept };
}

/** Bins for a number, from its cuts. */
export function numberBins(cuts: Float64Array, slot: number): Bins {
  return { slot, kind: "numbers", count: cuts.length + 2, cuts, levels: [] };
}

/** A text's bin per code of a column that may number the levels otherwise; the first is for code -1, missing. */
export function binsOfCodes({ levels }: Bins, column: TextColumn): Uint8Array {
  const index = new Map(levels.map((level, i) => [level, i + 1]));
  return Uint8Array.from([0, ...column.levels.map((level) => index.get(level) ?? 0)]);
}
