import { type Column, cell, type Table } from "../data/index.ts";
import { rng } from "../kernel/index.ts";

/** A field that knows more about the label than a field known at decision time plausibly can. */
export interface LeakSuspect {
  readonly field: string;
  readonly why: "predicts-alone" | "predicts-by-presence" | "later-than-decision";
  /** ROC-AUC of the field alone (or of its mere presence), out of fold; share of rows for a time. */
  readonly strength: number;
  readonly message: string;
}

export interface LeakageCase {
  /** Fields that are declared to be known before. */
  readonly fields: Table;
  /** 0 or 1. */
  readonly label: Float64Array;
  /** The prediction time of every row, when the data have one. */
  readonly decidedAt?: Float64Array;
  readonly seed: number;
}

/** A single field this good is taken for a leak outright … */
const CERTAIN = 0.9;
/** … and this good when it also stands out from every other field. */
const DOUBTFUL = 0.75;
const STANDS_OUT = 0.15;
const BINS = 32;

/** Looks at every field alone. Rows are weighed in two halves, each judged by what the other one taught. */
export function leakSuspects(leakage: LeakageCase): readonly LeakSuspect[] {
  const half = halves(leakage.label.length, leakage.seed);
  const strengths = leakage.fields.columns.map((column) => {
    const alone = strength(binsOf(column), leakage.label, half);
    const presence = strength(presenceOf(column), leakage.label, half);
    return { field: column.name, alone, presence };
  });
  return [...timeTravellers(leakage), ...strengths.flatMap((field) => suspicion(field, strengths))];
}

interface Strength {
  readonly field: string;
  readonly alone: number;
  readonly presence: number;
}

function suspicion(one: Strength, all: readonly Strength[]): readonly LeakSuspect[] {
  const others = all.filter(({ field, alone }) => field !== one.field && alone < CERTAIN).map(({ alone }) => alone);
  const next = Math.max(0.5, ...others);
  const found = one.alone >= CERTAIN || (one.alone >= DOUBTFUL && one.alone - next >= STANDS_OUT);
  if (!found) return [];
  const byPresence = one.presence >= one.alone - 0.02;
  const subject = byPresence ? `Whether \`${one.field}\` is filled in` : `\`${one.field}\` alone`;
  const strength = byPresence ? one.presence : one.alone;
  return [
    {
      field: one.field,
      why: byPresence ? "predicts-by-presence" : "predicts-alone",
      strength,
      message: `${subject} predicts the label with ROC-AUC ${strength.toFixed(3)} (the next best field: ${next.toFixed(3)}). A value written after the decision does that. If it is known only afterwards, declare it \`known: "after"\`.`,
    },
  ];
}

function timeTravellers({ fields, decidedAt }: LeakageCase): readonly LeakSuspect[] {
  if (decidedAt === undefined) return [];
  return fields.columns.flatMap((column) => {
    if (column.kind !== "time") return [];
    const later = column.values.reduce((count, at, row) => count + (at > (decidedAt[row] as number) ? 1 : 0), 0);
    const share = later / Math.max(1, decidedAt.length);
    if (later === 0) return [];
    const message = `\`${column.name}\` is later than the decision in ${later} rows (${(100 * share).toFixed(1)} %), so it was not known then. Declare it \`known: "after"\`.`;
    return [{ field: column.name, why: "later-than-decision" as const, strength: share, message }];
  });
}

function halves(rows: number, seed: number): Uint8Array {
  const stream = rng({ seed, purpose: "leakage.halves" });
  return Uint8Array.from({ length: rows }, (_, row) => (stream.at(row) < 0.5 ? 0 : 1));
}

/** A bin number for every row: a level, or a quantile; a missing value has its own. */
function binsOf(column: Column): Int32Array {
  if (column.kind === "text") return column.codes.map((code) => code + 1);
  const sorted = column.values.filter((value) => !Number.isNaN(value)).sort();
  const edges = Array.from({ length: BINS - 1 }, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / BINS)] ?? 0);
  return Int32Array.from(column.values, (value) =>
    Number.isNaN(value) ? 0 : 1 + edges.filter((edge) => value >= edge).length,
  );
}

function presenceOf(column: Column): Int32Array {
  const rows = column.kind === "text" ? column.codes.length : column.values.length;
  return Int32Array.from({ length: rows }, (_, row) => (cell(column, row) === null ? 0 : 1));
}

/** Rows and positives of one bin in one half. */
interface Tally {
  readonly rows: Float64Array;
  readonly positives: Float64Array;
}

/** ROC-AUC of the label's rate in a row's bin, as the other half of the rows knows it. 0.5 when nothing can be said. */
function strength(bins: Int32Array, label: Float64Array, half: Uint8Array): number {
  const size = bins.reduce((most, bin) => Math.max(most, bin), 0) + 1;
  const tallies: readonly [Tally, Tally] = [tally(size), tally(size)];
  for (let row = 0; row < label.length; row++) {
    const { positives, rows } = tallies[half[row] as 0 | 1];
    const bin = bins[row] as number;
    rows[bin] = (rows[bin] as number) + 1;
    positives[bin] = (positives[bin] as number) + (label[row] as number);
  }
  const rate = label.reduce((sum, y) => sum + y, 0) / Math.max(1, label.length);
  return aucOfGroups([...judgedBy(tallies[0], tallies[1], rate), ...judgedBy(tallies[1], tallies[0], rate)]);
}

function tally(size: number): Tally {
  return { rows: new Float64Array(size), positives: new Float64Array(size) };
}

interface Group {
  readonly score: number;
  readonly rows: number;
  readonly positives: number;
}

/** The bins of one half, scored by the other one. Shrunk as if ten more rows had been seen: a level met once says little. */
function judgedBy(mine: Tally, teacher: Tally, rate: number): readonly Group[] {
  return Array.from(mine.rows, (rows, bin) => ({
    rows,
    positives: mine.positives[bin] as number,
    score: ((teacher.positives[bin] as number) + 10 * rate) / ((teacher.rows[bin] as number) + 10),
  })).filter(({ rows }) => rows > 0);
}

/** The Mann-Whitney statistic over groups of equal score; groups that tie count half. */
function aucOfGroups(groups: readonly Group[]): number {
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
