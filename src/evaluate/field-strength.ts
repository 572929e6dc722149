import { type Column, isMissing } from "../data/index.ts";
import { countUpTo, rng } from "../kernel/index.ts";

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
  if (column.kind === "text") return column.codes.map((code) => code + 1);
  const sorted = column.values.filter((value) => !Number.isNaN(value)).sort();
  const edges = Float64Array.from({ length: BINS - 1 }, (_, i) => {
    return sorted[Math.floor(((i + 1) * sorted.length) / BINS)] ?? 0;
  });
  const bins = new Int32Array(column.values.length);
  for (let row = 0; row < bins.length; row++) {
    const value = column.values[row] as number;
    if (!Number.isNaN(value)) bins[row] = 1 + countUpTo(edges, value);
  }
  return bins;
}

/** Whether the column is filled in everywhere; its presence then says nothing. */
export function isComplete(column: Column): boolean {
  return column.kind === "text" ? column.codes.every((code) => code >= 0) : !column.values.some(Number.isNaN);
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

/** ROC-AUC of the label's rate in a row's bin, as the other half of the rows knows it. 0.5 when nothing can be said. */
export function lookupArea(bins: Int32Array, label: Float64Array, halves: Halves): number {
  let size = 1;
  for (const bin of bins) size = Math.max(size, bin + 1);
  const [first, second]: readonly [Tally, Tally] = [emptyTally(size), emptyTally(size)];
  let yes = 0;
  for (let row = 0; row < label.length; row++) {
    const { positives, rows } = halves[row] === 0 ? first : second;
    const bin = bins[row] as number;
    rows[bin] = (rows[bin] as number) + 1;
    positives[bin] = (positives[bin] as number) + (label[row] as number);
    yes += label[row] as number;
  }
  const rate = yes / Math.max(1, label.length);
  return areaOfGroups([...scoreBins(first, second, rate), ...scoreBins(second, first, rate)]);
}

function emptyTally(size: number): Tally {
  return { rows: new Float64Array(size), positives: new Float64Array(size) };
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
