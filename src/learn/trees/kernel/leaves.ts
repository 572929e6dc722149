import type { Arena } from "../arena.ts";
import { type BinnedTraining, cellsOf } from "../binning/binned-training.ts";
import type { Asked, Counting, Division, Engine, Question, SplitRules } from "../engine.ts";
import type { Caller } from "./call.ts";
import { type Deal, dealFor, FORM, isLarge, MOST_COUNTING, scratchFor, UNIT, writeData, writeRules } from "./form.ts";

/** Fewer rows than this are sorted by one thread, in place. */
const PARTITION_PART = 16_384;
/** A leaf with so many times more bins to add than a histogram has is counted in stretches of rows, not by features. */
const ROWS_APART = 12;
/** Less work than this is not worth waking anybody for. */
const ALONE = 12_000;

/** Among the words of the questions: the counted leaf's total, after two questions of 64 bytes. */
const TOTAL = 32;

/** Space that is taken once a fit, for a training set's shape. */
interface Desk {
  readonly data: BinnedTraining;
  readonly asks: Int32Array;
  readonly bounds: Float64Array;
  readonly deal: Deal;
  /** The arguments: most of them stay the same from leaf to leaf. */
  readonly form: Int32Array;
  readonly reals: Float64Array;
  /** The rules that the form holds. */
  rules: SplitRules | undefined;
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
  const asks = arena.ints(48);
  const pieces = arena.ints(threads > 1 ? 2 * Math.min(threads, MOST_COUNTING) * cellsOf(data) : 0);
  const form = new Int32Array(30);
  writeData(form, data, scratchFor(threads, arena));
  form[FORM.pieces] = pieces.byteOffset;
  form[FORM.total] = asks.byteOffset + TOTAL * 4;
  const bounds = new Float64Array(asks.buffer, asks.byteOffset, 16);
  const deal = dealFor(data, threads, arena);
  return { data, asks, bounds, deal, form, reals: new Float64Array(9), rules: undefined };
}

function settle(caller: Caller, desk: Desk, { counting, asked }: { counting: Counting; asked: Asked }): void {
  const { data, begin, end, rows, cells, histogram, parent, total } = counting;
  const { form, asks, reals } = desk;
  const size = end - begin;
  const work = size * data.features.length;
  const isAlone = caller.threads === 1 || work + 4 * cellsOf(data) < ALONE;
  const apart = caller.threads > 1 && work >= ROWS_APART * cellsOf(data);
  const pieces = apart ? Math.min(caller.threads, MOST_COUNTING) : 0;
  const split = isAlone ? desk.deal.whole : desk.deal.firsts;
  if (desk.rules !== asked.rules) adopt(desk, asked);
  asks[TOTAL] = total.gradient;
  asks[TOTAL + 1] = total.hessian;
  form[FORM.rows] = rows.byteOffset;
  form[FORM.cells] = cells.byteOffset;
  form[FORM.begin] = begin;
  form[FORM.end] = end;
  form[FORM.holders] = (1 << pieces) - 1;
  form[FORM.histogram] = histogram.byteOffset;
  form[FORM.parent] = parent?.byteOffset ?? 0;
  form[FORM.split] = split.byteOffset;
  form[FORM.counted] = ask(desk, asked.counted, 0);
  form[FORM.sibling] = parent === undefined ? 0 : ask(desk, asked.sibling, 1);
  form[FORM.isScattered] = isLarge(data) && 2 * size < data.rows ? 1 : 0;
  reals[UNIT] = asked.unit.gradient;
  reals[UNIT + 1] = asked.unit.hessian;
  if (pieces > 0) caller.run({ job: "count", parts: pieces, ints: form, reals });
  caller.run({ job: "settle", parts: split.length - 1, ints: form, reals });
}

/** Writes a leaf's question, if there is one, and says where: 0 is nowhere. */
function ask({ asks, bounds }: Desk, question: Question | undefined, place: number): number {
  if (question === undefined) return 0;
  const at = place * 16;
  asks[at] = question.total.gradient;
  asks[at + 1] = question.total.hessian;
  asks[at + 2] = question.rows;
  asks[at + 3] = question.allowed?.byteOffset ?? 0;
  bounds[place * 8 + 2] = question.lowest;
  bounds[place * 8 + 3] = question.highest;
  asks[at + 8] = question.salt;
  return asks.byteOffset + place * 64;
}

/** Writes what stays the same for a whole fit. */
function adopt(desk: Desk, asked: Asked): void {
  const first = asked.answers.reals.byteOffset;
  desk.form.set([first, first + desk.data.features.length * 64], FORM.answers);
  writeRules(desk.form, desk.reals, asked);
  desk.rules = asked.rules;
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
  const ints = [...head, counts.byteOffset, places.byteOffset, rows.byteOffset];
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
