import { type Column, isMissing } from "../../data/index.ts";
import { countUpTo, rng } from "../../kernel/index.ts";

/** 0 or 1 for every row: the half that it is in. */
export type Halves = Uint8Array;

const BINS = 32;
/** A level is believed as if so many more rows had been seen at the average rate: a level met once says little. */
const DOUBT = 10;

/** Divides the rows at random. Rows of one entity stay together, or whatever names the entity would seem to predict. */
export function drawHalves({
  label,
  entity,
  seed,
}: {
  readonly label: Float64Array;
  readonly entity?: Int32Array;
  readonly seed: number;
}): Halves {
  const stream = rng({ seed, purpose: "leakage.halves" });
  return Uint8Array.from(label, (_, row) => (stream.at(entity?.[row] ?? row) < 0.5 ? 0 : 1));
}

/** A bin number for every row: a level, or a quantile; a missing value has its own, 0. */
export function readBins(column: Column): Int32Array {
  if (column.kind !== "text") return quantileBins(column.values);
  const bins = new Int32Array(column.codes.length);
  for (let row = 0; row < bins.length; row++) bins[row] = (column.codes[row] as number) + 1;
  return bins;
}

function quantileBins(values: Float64Array): Int32Array {
  const counted = countWhole(values);
  return counted === undefined ? binSorted(values) : binCounted(values, counted);
}

/** The places of the quantiles among so many sorted values. */
function edgePlaces(count: number): readonly number[] {
  return Array.from({ length: BINS - 1 }, (_, i) => Math.floor(((i + 1) * count) / BINS));
}

function binSorted(values: Float64Array): Int32Array {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const edges = Float64Array.from(edgePlaces(sorted.length), (place) => sorted[place] ?? 0);
  const bins = new Int32Array(values.length);
  for (let row = 0; row < bins.length; row++) {
    const value = values[row] as number;
    if (!Number.isNaN(value)) bins[row] = 1 + countUpTo(edges, value);
  }
  return bins;
}

/** How often each whole number occurs. */
interface Counted {
  readonly least: number;
  readonly counts: Int32Array;
}

/** Whole numbers in a range of no more than this are counted, which is ten times as fast as sorting them. */
const WIDEST = 1 << 16;

/** Undefined where a value is no whole number, or they lie too far apart. */
function countWhole(values: Float64Array): Counted | undefined {
  let [least, most] = [Infinity, -Infinity];
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (!(most - least < WIDEST && Number.isInteger(least))) return undefined;
  const counts = new Int32Array(most - least + 1);
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number;
    if (Number.isNaN(value)) continue;
    const place = value - least;
    if (!Number.isInteger(place)) return undefined;
    counts[place] = (counts[place] as number) + 1;
  }
  return { least, counts };
}

function binCounted(values: Float64Array, { least, counts }: Counted): Int32Array {
  const upTo = new Int32Array(counts.length);
  let count = 0;
  for (let place = 0; place < counts.length; place++) upTo[place] = count += counts[place] as number;
  const edges = Int32Array.from(edgePlaces(count), (place) => countUpTo(upTo, place));
  const binOf = Int32Array.from(counts, (_, place) => 1 + countUpTo(edges, place));
  const bins = new Int32Array(values.length);
  for (let row = 0; row < bins.length; row++) bins[row] = binOf[(values[row] as number) - least] ?? 0;
  return bins;
}

/** Whether the column is filled in everywhere; its presence then says nothing. */
export function isComplete(column: Column): boolean {
  const cells = column.kind === "text" ? column.codes : column.values;
  // A code below zero and a NaN are the missing ones; a number may be below zero.
  const least = column.kind === "text" ? 0 : -Infinity;
  for (let row = 0; row < cells.length; row++) if (!((cells[row] as number) >= least)) return false;
  return true;
}

/** 1 where the column is filled in. */
export function readPresence(column: Column): Int32Array {
  const present = new Int32Array(column.kind === "text" ? column.codes.length : column.values.length);
  for (let row = 0; row < present.length; row++) present[row] = isMissing(column, row) ? 0 : 1;
  return present;
}

/** Rows and positives of every bin in one half. */
interface Tally {
  readonly rows: Float64Array;
  readonly positives: Float64Array;
}

interface Tallied {
  /** Of the first half of the rows, and of the second. */
  readonly halves: readonly [Tally, Tally];
  /** Share of positives in all. */
  readonly rate: number;
}

function tallyBins(bins: Int32Array, label: Float64Array, halves: Halves): Tallied {
  let size = 1;
  for (let row = 0; row < bins.length; row++) size = Math.max(size, (bins[row] as number) + 1);
  // The bins of the first half, and behind them those of the second.
  const rows = new Float64Array(2 * size);
  const positives = new Float64Array(2 * size);
  let yes = 0;
  for (let row = 0; row < label.length; row++) {
    const at = (halves[row] as number) * size + (bins[row] as number);
    const truth = label[row] as number;
    rows[at] = (rows[at] as number) + 1;
    positives[at] = (positives[at] as number) + truth;
    yes += truth;
  }
  const half = (from: number): Tally => ({
    rows: rows.subarray(from, from + size),
    positives: positives.subarray(from, from + size),
  });
  return { halves: [half(0), half(size)], rate: yes / Math.max(1, label.length) };
}

/** ROC-AUC of the label's rate in a row's bin, as the other half of the rows knows it. 0.5 when nothing can be said. */
export function lookupArea(bins: Int32Array, label: Float64Array, halves: Halves): number {
  const {
    halves: [first, second],
    rate,
  } = tallyBins(bins, label, halves);
  return areaOfGroups([...scoreBins(first, second, rate), ...scoreBins(second, first, rate)]);
}

/** Adds to every row what its bin says of the label, in log odds, as the other half of the rows knows it. */
export function addLogOdds(to: Float64Array, bins: Int32Array, taught: { label: Float64Array; halves: Halves }): void {
  const { halves, rate } = tallyBins(bins, taught.label, taught.halves);
  const base = Math.log(rate / (1 - rate));
  const odds = halves.map((tally) =>
    tally.rows.map((rows, bin) => {
      const share = ((tally.positives[bin] as number) + DOUBT * rate) / (rows + DOUBT);
      return Math.log(share / (1 - share)) - base;
    }),
  );
  for (let row = 0; row < to.length; row++) {
    const other = odds[1 - (taught.halves[row] as number)] as Float64Array;
    to[row] = (to[row] as number) + (other[bins[row] as number] as number);
  }
}

/** Rows of equal score. */
interface Group {
  readonly score: number;
  readonly rows: number;
  readonly positives: number;
}

/** The bins of one half, scored by what the other one teaches. */
function scoreBins(mine: Tally, teacher: Tally, rate: number): readonly Group[] {
  return Array.from(mine.rows, (rows, bin) => ({
    rows,
    positives: mine.positives[bin] as number,
    score: ((teacher.positives[bin] as number) + DOUBT * rate) / ((teacher.rows[bin] as number) + DOUBT),
  })).filter(({ rows }) => rows > 0);
}

/** The Mann-Whitney statistic over groups of equal score; groups that tie count half. */
function areaOfGroups(groups: readonly Group[]): number {
  const sorted = [...groups].sort((a, b) => a.score - b.score);
  let [negativesBelow, wins, positives, negatives] = [0, 0, 0, 0];
  for (let start = 0; start < sorted.length; ) {
    let end = start;
    let [yes, no] = [0, 0];
    for (; end < sorted.length && sorted[end]?.score === sorted[start]?.score; end++) {
      const group = sorted[end] as Group;
      yes += group.positives;
      no += group.rows - group.positives;
    }
    wins += yes * (negativesBelow + no / 2);
    negativesBelow += no;
    positives += yes;
    negatives += no;
    start = end;
  }
  return positives === 0 || negatives === 0 ? 0.5 : wins / (positives * negatives);
}
