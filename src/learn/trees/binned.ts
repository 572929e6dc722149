import type { Column } from "../../data/index.ts";
import type { Prepared } from "../training.ts";
import type { BinnedRows, BinnedTraining } from "./binned-training.ts";
import { type Bins, binsOfCodes, isConstant, levelBins, numberBins, samplePresent, sampleStep } from "./bins.ts";
import type { Engine } from "./engine.ts";

/** Columns that are sorted at a time: enough for every thread, few enough to stage. */
const BATCH = 8;

/** A feature whose commonest bin holds this share of the rows is listed rather than laid out… */
const MOSTLY = 0.8;
/** …where there are so many of them that walking the lists pays. */
const WORTH_LISTING = 6;

/** Bins every column that could be split at all. */
export function binTraining(engine: Engine, data: Prepared, maxBins: number): BinnedTraining {
  const chosen = chooseAll(engine, data, maxBins).filter((bins) => !isConstant(bins, columnOf(data, bins)));
  const first = binRows(engine, chosen, data);
  const { commons, listed } = commonest(engine, first, chosen);
  const order = [...chosen.keys()].sort((a, b) => Number(listed[a]) - Number(listed[b]) || a - b);
  const dense = listed.filter((isListed) => !isListed).length;
  const features = order.map((f) => chosen[f] as Bins);
  const columns = dense === features.length ? first : reorder(engine, first, order);
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

function columnOf(data: Prepared, { slot }: Bins): Column {
  return data.columns[slot] as Column;
}

/** Bins for every column, in order. */
function chooseAll(engine: Engine, data: Prepared, maxBins: number): readonly Bins[] {
  const numbers = [...data.columns.entries()].filter(([, { kind }]) => kind !== "text").map(([slot]) => slot);
  const bins = new Map<number, Bins>();
  for (let at = 0; at < numbers.length; at += BATCH)
    for (const made of chooseNumbers(engine, data, { slots: numbers.slice(at, at + BATCH), maxBins }))
      bins.set(made.slot, made);
  return data.columns.map((column, slot) =>
    column.kind === "text" ? levelBins(column, slot, maxBins) : (bins.get(slot) as Bins),
  );
}

function chooseNumbers(
  engine: Engine,
  data: Prepared,
  { slots, maxBins }: { readonly slots: readonly number[]; readonly maxBins: number },
): readonly Bins[] {
  return engine.arena.scoped(() => {
    const step = sampleStep(data.rows);
    const room = Math.ceil(data.rows / step);
    const values = engine.arena.floats(room * slots.length);
    const counts = slots.map((slot, i) => {
      const column = data.columns[slot] as Column;
      return column.kind === "text" ? 0 : samplePresent(column.values, step, values.subarray(i * room));
    });
    engine.sort({ values, room, counts });
    return slots.map((slot, i) => {
      const sorted = values.subarray(i * room, i * room + (counts[i] as number));
      return numberBins(sorted, slot, maxBins);
    });
  });
}

/** Bins rows, of the training set or others, column by column. */
export function binRows(engine: Engine, features: readonly Bins[], data: Prepared): BinnedRows {
  const { rows } = data;
  const bins = engine.arena.bytes(features.length * rows);
  engine.arena.scoped(() => {
    const values = engine.arena.floats(rows);
    const cuts = engine.arena.floats(256);
    features.forEach((feature, f) => {
      const column = data.columns[feature.slot];
      const own = bins.subarray(f * rows, (f + 1) * rows);
      if (column === undefined) return;
      if (column.kind === "text") {
        const ofCode = binsOfCodes(feature, column);
        const { codes } = column;
        for (let row = 0; row < rows; row++) own[row] = ofCode[(codes[row] as number) + 1] as number;
        return;
      }
      values.set(column.values);
      cuts.fill(Infinity).set(feature.cuts);
      engine.assign({ values, cuts, bins: own });
    });
  });
  return { rows, bins };
}

/** Per feature: its commonest bin, and whether to list the rows that differ. */
function commonest(
  engine: Engine,
  columns: BinnedRows,
  features: readonly Bins[],
): { readonly commons: readonly number[]; readonly listed: readonly boolean[] } {
  return engine.arena.scoped(() => {
    const counts = engine.arena.ints(256 * features.length);
    engine.tally(columns, counts);
    const parts = features.map((_, f) => counts.subarray(f * 256, (f + 1) * 256));
    const most = parts.map((part) => part.reduce((best, count) => Math.max(best, count), 0));
    const rare = most.map((count) => count >= MOSTLY * columns.rows);
    const worth = rare.filter(Boolean).length >= WORTH_LISTING;
    return { commons: parts.map((part, f) => part.indexOf(most[f] as number)), listed: rare.map((is) => is && worth) };
  });
}

function reorder({ arena }: Engine, { rows, bins }: BinnedRows, order: readonly number[]): BinnedRows {
  const sorted = arena.bytes(bins.length);
  order.forEach((from, into) => {
    sorted.set(bins.subarray(from * rows, (from + 1) * rows), into * rows);
  });
  return { rows, bins: sorted };
}

type Unlisted = Omit<BinnedTraining, "starts" | "listed">;

function listCells({ arena }: Engine, data: Unlisted): Pick<BinnedTraining, "starts" | "listed"> {
  const { rows, dense, features } = data;
  if (dense === features.length) return { starts: arena.ints(0), listed: arena.ints(0) };
  const starts = arena.ints(rows + 1);
  eachListed(data, (row) => {
    starts[row + 1] = (starts[row + 1] as number) + 1;
  });
  for (let row = 0; row < rows; row++) starts[row + 1] = (starts[row + 1] as number) + (starts[row] as number);
  const listed = arena.ints(Math.max(1, starts[rows] as number));
  const next = starts.slice();
  eachListed(data, (row, cell) => {
    listed[next[row] as number] = cell;
    next[row] = (next[row] as number) + 1;
  });
  return { starts, listed };
}

function eachListed(
  { rows, bins, dense, features, shapes, offsets }: Unlisted,
  found: (row: number, cell: number) => void,
): void {
  for (let f = dense; f < features.length; f++) {
    const common = shapes[f * 2 + 1] as number;
    for (let row = 0; row < rows; row++) {
      const bin = bins[f * rows + row] as number;
      if (bin !== common) found(row, (offsets[f] as number) + bin);
    }
  }
}
