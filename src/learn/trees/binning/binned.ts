import type { Column, TextColumn } from "../../../data/index.ts";
import type { Prepared } from "../../training.ts";
import type { Engine } from "../engine.ts";
import { arrange } from "./arrange.ts";
import type { BinnedRows, BinnedTraining } from "./binned-training.ts";
import { type Bins, binsOfCodes, levelBins, numberBins } from "./bins.ts";
import { sampleStep } from "./cuts.ts";
import { listCells } from "./listed.ts";

/** Columns that are staged at a time: enough for every thread, few enough to keep. */
const BATCH = 8;

/** Bins every column that could be split at all. */
export function binTraining(engine: Engine, data: Prepared, maxBins: number): BinnedTraining {
  const { all, columns: first } = binColumns(engine, data, maxBins);
  const { order, dense, commons } = arrange(engine, first, all);
  const features = order.map((f) => all[f] as Bins);
  const columns = order.every((f, i) => f === i) && order.length === all.length ? first : reorder(engine, first, order);
  const shapes = engine.arena.ints(features.length * 2);
  const offsets = engine.arena.ints(features.length + 1);
  features.forEach(({ kind, count }, f) => {
    shapes[f * 2] = kind === "numbers" ? count : -count;
    shapes[f * 2 + 1] = commons[order[f] as number] as number;
    offsets[f + 1] = (offsets[f] as number) + count;
  });
  const stride = strideFor(dense);
  const table = engine.arena.bytes(data.rows * stride);
  engine.transpose(columns, { columns: Int32Array.from({ length: dense }, (_, f) => f), table, stride });
  const whole = { ...columns, features, dense, table, stride, offsets, shapes };
  return { ...whole, ...listCells(engine, whole) };
}

/** Bytes per row: a row that fits a cache line should not lie across two. */
function strideFor(dense: number): number {
  return dense <= 32 ? 2 ** Math.ceil(Math.log2(Math.max(1, dense))) : Math.ceil(dense / 16) * 16;
}

interface Binned {
  readonly all: readonly Bins[];
  readonly columns: BinnedRows;
}

/** Bins for every column, and the bins of its rows. */
function binColumns(engine: Engine, data: Prepared, maxBins: number): Binned {
  const { rows, columns } = data;
  const bins = engine.arena.bytes(columns.length * rows);
  const all: Bins[] = [];
  for (let slot = 0; slot < columns.length; ) {
    const numbers = numbersFrom(columns, slot);
    const own = bins.subarray(slot * rows, (slot + Math.max(1, numbers.length)) * rows);
    if (numbers.length > 0) all.push(...cutNumbers(engine, numbers, { slot, bins: own, maxBins }));
    else all.push(binLevels(engine, columns[slot] as TextColumn, { slot, bins: own, maxBins }));
    slot = all.length;
  }
  return { all, columns: { rows, bins } };
}

/** The columns of numbers from `slot` on, as many as are staged at a time. */
function numbersFrom(columns: readonly Column[], slot: number): readonly NumberColumn[] {
  const numbers: NumberColumn[] = [];
  for (const column of columns.slice(slot, slot + BATCH)) {
    if (column.kind === "text") break;
    numbers.push(column);
  }
  return numbers;
}

type NumberColumn = Exclude<Column, TextColumn>;

interface Place {
  readonly slot: number;
  readonly bins: Uint8Array;
  readonly maxBins: number;
}

function cutNumbers({ arena, cut }: Engine, columns: readonly NumberColumn[], place: Place): readonly Bins[] {
  const { slot, bins, maxBins } = place;
  const rows = bins.length / columns.length;
  return arena.scoped(() => {
    const values = arena.floats(bins.length);
    columns.forEach((column, c) => {
      values.set(column.values, c * rows);
    });
    const cuts = arena.floats(256 * columns.length);
    const counts = arena.ints(columns.length);
    cut({ values, rows, step: sampleStep(rows), maxBins, cuts, counts, bins });
    return columns.map((_, c) => numberBins(cuts.slice(c * 256, c * 256 + (counts[c] as number)), slot + c));
  });
}

function binLevels(engine: Engine, column: TextColumn, { slot, bins, maxBins }: Place): Bins {
  const { arena } = engine;
  return arena.scoped(() => {
    const { levels } = column;
    const codes = arena.ints(bins.length);
    codes.set(column.codes);
    const counts = arena.ints(levels.length + 1);
    engine.tallyCodes(codes, counts);
    const made = levelBins({ levels, counts }, slot, maxBins);
    assignLevels(engine, { made, column, codes }, bins);
    return made;
  });
}

/** `codes`: those of the column, where the engine can read them. */
function assignLevels(
  { arena, assignCodes }: Engine,
  { made, column, codes }: { readonly made: Bins; readonly column: TextColumn; readonly codes: Int32Array },
  bins: Uint8Array,
): void {
  const binOfCode = arena.bytes(column.levels.length + 1);
  binOfCode.set(binsOfCodes(made, column));
  assignCodes({ codes, binOfCode, bins });
}

/** Bins rows, of the training set or others, column by column. */
export function binRows(engine: Engine, features: readonly Bins[], data: Prepared): BinnedRows {
  const { rows } = data;
  const bins = engine.arena.bytes(features.length * rows);
  engine.arena.scoped(() => {
    const values = engine.arena.floats(rows);
    const codes = engine.arena.ints(rows);
    const cuts = engine.arena.floats(256);
    features.forEach((feature, f) => {
      const column = data.columns[feature.slot];
      const own = bins.subarray(f * rows, (f + 1) * rows);
      if (column === undefined) return;
      if (column.kind === "text") {
        codes.set(column.codes);
        engine.arena.scoped(() => assignLevels(engine, { made: feature, column, codes }, own));
      } else {
        values.set(column.values);
        cuts.fill(Infinity).set(feature.cuts);
        engine.assign({ values, cuts, bins: own });
      }
    });
  });
  return { rows, bins };
}

function reorder({ arena }: Engine, { rows, bins }: BinnedRows, order: readonly number[]): BinnedRows {
  const sorted = arena.bytes(order.length * rows);
  order.forEach((from, into) => {
    sorted.set(bins.subarray(from * rows, (from + 1) * rows), into * rows);
  });
  return { rows, bins: sorted };
}
