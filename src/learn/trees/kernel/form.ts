import type { Arena } from "../arena.ts";
import { type BinnedTraining, cellsOf } from "../binning/binned-training.ts";
import type { SplitRules } from "../engine.ts";
import { isBounded } from "../reference/rules.ts";

/** Where the arguments of `count` and `settle` stand, as `kernels/grow/` lists them. */
export const FORM: Readonly<Record<Argument, number>> = {
  ...{ rows: 0, cells: 1, table: 2, lists: 6, begin: 8, end: 9, holders: 10, pieces: 11, histogram: 13, parent: 14 },
  ...{ split: 15, counted: 16, sibling: 17, answers: 18, shapes: 20, directions: 21, rules: 22 },
  ...{ scratch: 27, total: 28, isScattered: 29 },
};

type Argument =
  | ("rows" | "cells" | "table" | "lists" | "begin" | "end" | "holders" | "pieces" | "histogram" | "parent")
  | ("split" | "counted" | "sibling" | "answers" | "shapes" | "directions" | "rules" | "scratch" | "total")
  | "isScattered";

/** Among the reals: what a unit is worth. */
export const UNIT = 7;

/** Threads that count rows of one leaf at most: each has a histogram of its own. */
export const MOST_COUNTING = 16;

/** A table of so many bytes is in the cache whatever one reads of it. */
const CACHED = 1 << 18;

/** Whether the rows of a small leaf lie scattered over a table that no cache holds. */
export function isLarge({ table }: BinnedTraining): boolean {
  return table.length > CACHED;
}

/** The arguments, with everything filled in that stays the same for a training set. */
export function writeData(form: Int32Array, data: BinnedTraining, scratch: Uint8Array): void {
  const { dense, table, stride, offsets, starts, listed, shapes } = data;
  form.set([table.byteOffset, stride, offsets.byteOffset, dense], FORM.table);
  form.set([starts.length === 0 ? 0 : starts.byteOffset, listed.byteOffset], FORM.lists);
  form[FORM.pieces + 1] = cellsOf(data);
  form[FORM.shapes] = shapes.byteOffset;
  form[FORM.scratch] = scratch.byteOffset;
}

/** Space to sort levels in, for so many threads. */
export function scratchFor(threads: number, arena: Arena): Uint8Array {
  return arena.bytes(8192 * threads);
}

/** Fills in what stays the same for a whole fit. */
export function writeRules(form: Int32Array, reals: Float64Array, by: Rules): void {
  const { minDataInLeaf, maxCatToOnehot, maxCatThreshold, minDataPerGroup } = by.rules;
  const { lambdaL2, lambdaL1, minSumHessianInLeaf, minGainToSplit, catSmooth, catL2, maxDeltaStep } = by.rules;
  form[FORM.directions] = by.directions.byteOffset;
  const bounded = isBounded(by.rules, by.directions) ? 1 : 0;
  form.set([minDataInLeaf, maxCatToOnehot, maxCatThreshold, minDataPerGroup, bounded], FORM.rules);
  reals.set([lambdaL2, lambdaL1, minSumHessianInLeaf, minGainToSplit, catSmooth, catL2, maxDeltaStep]);
}

interface Rules {
  readonly rules: SplitRules;
  readonly directions: Int8Array;
}

/** How features are dealt out: the first one of each part, and their end; and the same for a single part. */
export interface Deal {
  readonly firsts: Int32Array;
  readonly whole: Int32Array;
  readonly parts: number;
}

/** Deals features out in handfuls that are counted together; those that rows list go in one part. */
export function dealFor({ dense, features }: BinnedTraining, threads: number, arena: Arena): Deal {
  const step = dense > 12 * threads ? 8 : 4;
  const starts = Array.from({ length: Math.ceil(dense / step) }, (_, part) => part * step);
  if (dense < features.length) starts.push(dense);
  const firsts = arena.ints(starts.length + 1);
  firsts.set([...starts, features.length]);
  const whole = arena.ints(2);
  whole[1] = features.length;
  return { firsts, whole, parts: starts.length };
}
