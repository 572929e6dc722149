import type { Arena } from "../arena.ts";
import { type BinnedTraining, cellsOf } from "../binned-training.ts";
import type { Asked, Counting, Division, Engine, Question } from "../engine.ts";
import { isBounded } from "../reference/rules.ts";
import type { Caller } from "./call.ts";

/** Fewer rows than this are sorted by one thread, in place. */
const PARTITION_PART = 16_384;
/** A leaf with so many times more bins to add than a histogram has is counted in stretches of rows, not by features. */
const ROWS_APART = 12;
/** Less work than this is not worth waking anybody for. */
const ALONE = 12_000;

/** A table of so many bytes is in the cache whatever one reads of it. */
const CACHED = 1 << 18;

/** Space that is taken once a fit, for a training set's shape. */
interface Desk {
  readonly data: BinnedTraining;
  /** Two questions of 64 bytes, then the counted leaf's total. */
  readonly asks: Int32Array;
  readonly bounds: Float64Array;
  /** The first feature of each part, and of the only part. */
  readonly split: Int32Array;
  readonly whole: Int32Array;
  readonly pieces: Int32Array;
  readonly scratch: Uint8Array;
}

/** The jobs on a leaf: count and scan, and sort by side. */
export function leafJobs(caller: Caller, arena: Arena): Pick<Engine, "settle" | "partition"> {
  const desks = new WeakMap<BinnedTraining, Desk>();
  const deskFor = (data: BinnedTraining): Desk => {
    const desk = desks.get(data) ?? makeDesk(data, caller.threads, arena);
    desks.set(data, desk);
    return desk;
  };
  const counts = arena.ints(2 * caller.threads);
  const places = arena.ints(4 * caller.threads);
  const spares = new WeakMap<Int32Array, Int32Array>();
  const spareFor = (rows: Int32Array): Int32Array => {
    const spare = spares.get(rows) ?? arena.ints(rows.length);
    spares.set(rows, spare);
    return spare;
  };
  return {
    settle(counting, asked) {
      settle(caller, deskFor(counting.data), { counting, asked });
    },
    partition(division) {
      return partition(caller, division, { spare: spareFor(division.rows), counts, places });
    },
  };
}

function makeDesk(data: BinnedTraining, threads: number, arena: Arena): Desk {
  const { dense, features } = data;
  const step = dense > 12 * threads ? 8 : 4;
  const firsts = Array.from({ length: Math.ceil(dense / step) }, (_, part) => part * step);
  if (dense < features.length) firsts.push(dense);
  const asks = arena.ints(48);
  const split = arena.ints(firsts.length + 1);
  split.set([...firsts, features.length]);
  const whole = arena.ints(2);
  whole[1] = features.length;
  return {
    data,
    asks,
    bounds: new Float64Array(asks.buffer, asks.byteOffset, 16),
    split,
    whole,
    pieces: arena.ints(threads > 1 ? 2 * threads * cellsOf(data) : 0),
    scratch: arena.bytes(4096 * (firsts.length + 1)),
  };
}

function settle(caller: Caller, desk: Desk, { counting, asked }: { counting: Counting; asked: Asked }): void {
  const { data, begin, end, rows, cells, histogram, parent, total } = counting;
  const { features, dense, table, stride, offsets, starts, listed, shapes } = data;
  const work = (end - begin) * features.length;
  const alone = caller.threads === 1 || work + 4 * cellsOf(data) < ALONE;
  const pieces = caller.threads > 1 && work >= ROWS_APART * cellsOf(data) ? caller.threads : 0;
  const split = alone ? desk.whole : desk.split;
  desk.asks.set([total.gradient, total.hessian], 32);
  const askAt = (question: Question | undefined, place: number): number => {
    if (question === undefined) return 0;
    writeQuestion(desk, question, place);
    return desk.asks.byteOffset + place * 64;
  };
  const counted = askAt(asked.counted, 0);
  const sibling = parent === undefined ? 0 : askAt(asked.sibling, 1);
  const answers = asked.answers.reals.byteOffset;
  const list = [starts.length === 0 ? 0 : starts.byteOffset, listed.byteOffset];
  const where = [rows.byteOffset, cells.byteOffset, table.byteOffset, stride, offsets.byteOffset, dense, ...list];
  const counts = [begin, end, pieces, desk.pieces.byteOffset, cellsOf(data)];
  const leaves = [histogram.byteOffset, parent?.byteOffset ?? 0, split.byteOffset, counted, sibling];
  const about = [answers, answers + features.length * 64, shapes.byteOffset, asked.directions.byteOffset];
  const scattered = table.length > CACHED && 2 * (end - begin) < data.rows ? 1 : 0;
  const tail = [desk.scratch.byteOffset, desk.asks.byteOffset + 128, scattered];
  const { ints, reals } = rulesOf(asked);
  const call = { ints: [...where, ...counts, ...leaves, ...about, ...ints, ...tail], reals };
  if (pieces > 0) caller.run({ ...call, job: "count", parts: pieces });
  caller.run({ ...call, job: "settle", parts: split.length - 1 });
}

function writeQuestion({ asks, bounds }: Desk, question: Question, place: number): void {
  const { total, rows, allowed, salt, lowest, highest } = question;
  asks.set([total.gradient, total.hessian, rows, allowed?.byteOffset ?? 0], place * 16);
  bounds.set([lowest, highest], place * 8 + 2);
  asks[place * 16 + 8] = salt;
}

function rulesOf({ rules, unit, directions }: Asked): { readonly ints: number[]; readonly reals: number[] } {
  const { minDataInLeaf, maxCatToOnehot, maxCatThreshold, minDataPerGroup } = rules;
  const { lambdaL2, lambdaL1, minSumHessianInLeaf, minGainToSplit, catSmooth, catL2, maxDeltaStep } = rules;
  const bounded = isBounded(rules, directions) ? 1 : 0;
  const penalties = [lambdaL2, lambdaL1, minSumHessianInLeaf, minGainToSplit, catSmooth, catL2, maxDeltaStep];
  return {
    ints: [minDataInLeaf, maxCatToOnehot, maxCatThreshold, minDataPerGroup, bounded],
    reals: [...penalties, unit.gradient, unit.hessian],
  };
}

interface Desktop {
  readonly spare: Int32Array;
  readonly counts: Int32Array;
  readonly places: Int32Array;
}

function partition({ run, threads }: Caller, division: Division, { spare, counts, places }: Desktop): number {
  const { rows, begin, end, bins, sides } = division;
  const size = end - begin;
  const step = threads === 1 || size <= PARTITION_PART ? Math.max(1, size) : Math.ceil(size / (2 * threads));
  const parts = Math.ceil(size / step);
  const head = [rows.byteOffset, spare.byteOffset, begin, end, bins.byteOffset, sides.byteOffset, step];
  const ints = [...head, counts.byteOffset, places.byteOffset];
  run({ job: "partition", parts, ints });
  let left = 0;
  for (let part = 0; part < parts; part++) left += counts[part] as number;
  if (parts <= 1) return left;
  let before = 0;
  for (let part = 0; part < parts; part++) {
    places[part * 2] = begin + before;
    places[part * 2 + 1] = begin + left + (part * step - before);
    before += counts[part] as number;
  }
  run({ job: "move", parts, ints });
  return left;
}
