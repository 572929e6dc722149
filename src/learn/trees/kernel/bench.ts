import type { Arena } from "../arena.ts";
import { cellsOf } from "../binning/binned-training.ts";
import type { Planting } from "../engine.ts";
import { dealFor, isLarge, MOST_COUNTING, scratchFor, writeData, writeRules } from "./form.ts";

/** Bytes of a bench, of its form, and of a desk; see `kernels/grow/tree/`. */
export const BENCH = 128;
const FORM_BYTES = 384;
const DESK = 1600;
/** Where the constant words begin, in bytes; the learning rate; in a desk, its answers and pieces. */
const CONSTANT = 32;
const LEARNING_RATE = 120;
const DESK_SPACE = 32;

/** Bytes that threads which count rows of one leaf apart may take. */
const MOST_BYTES = 2 ** 28;

/** Threads at one tree. More than one may split leaves before their turn: so many at most. */
export interface Crew {
  readonly size: number;
  readonly ahead: number;
}

/** As many of the threads as can each have a histogram at each desk, where there are as many desks. */
export function crewOf(threads: number, cells: number): Crew {
  const room = Math.floor(Math.sqrt(MOST_BYTES / (8 * Math.max(1, cells))));
  const size = Math.max(1, Math.min(threads, MOST_COUNTING, room));
  return { size, ahead: size > 1 ? 8 * size : 0 };
}

/** Nodes that a tree may have, those split in vain included. */
export function nodesOf({ rules }: Planting, { ahead }: Crew): number {
  return 2 * (rules.numLeaves + ahead) + 4;
}

/** Histograms that a tree may have in use. */
export function histogramsOf({ rules }: Planting, { ahead }: Crew): number {
  return rules.numLeaves + ahead + 3;
}

/** Lays out what one tree at a time is grown on, at a place of its own; says where the tree's rows will lie. */
export function layOutBench(
  place: Uint8Array,
  planting: Planting,
  { crew, arena }: { readonly crew: Crew; readonly arena: Arena },
): Int32Array {
  const { data, rules } = planting;
  const { size, ahead } = crew;
  const histograms = histogramsOf(planting, crew);
  const leaves = rules.numLeaves + ahead + 2;
  const deal = dealFor(data, size, arena);
  const rows = arena.ints(data.rows);
  const words = new Int32Array(place.buffer, place.byteOffset, BENCH / 4);
  words.set(
    [
      ...[ahead, size, rows.byteOffset, arena.ints(data.rows).byteOffset],
      ...[arena.ints(2 * cellsOf(data) * histograms).byteOffset, histograms, arena.ints(histograms).byteOffset],
      ...[arena.ints(leaves).byteOffset, arena.ints(leaves).byteOffset],
      ...[desksFor(planting, crew, arena), formFor(planting, crew, arena)],
      ...[rules.numLeaves, rules.maxDepth, data.bins.byteOffset, data.rows, data.features.length, cellsOf(data)],
      ...[deal.firsts.byteOffset, deal.whole.byteOffset, deal.parts, isLarge(data) ? 1 : 0],
    ],
    CONSTANT / 4,
  );
  new Float64Array(place.buffer, place.byteOffset + LEARNING_RATE, 1)[0] = rules.learningRate;
  return rows;
}

function formFor({ data, rules, directions }: Planting, { size }: Crew, arena: Arena): number {
  const { buffer, byteOffset } = arena.bytes(FORM_BYTES);
  const form = new Int32Array(buffer, byteOffset, 48);
  writeData(form, data, scratchFor(size, arena));
  writeRules(form, new Float64Array(buffer, byteOffset + 192, 24), { rules, directions });
  return byteOffset;
}

function desksFor({ data }: Planting, { size }: Crew, arena: Arena): number {
  const desks = arena.bytes(DESK * size);
  for (let desk = 0; desk < size; desk++) {
    const space = new Int32Array(desks.buffer, desks.byteOffset + desk * DESK + DESK_SPACE, 2);
    space[0] = arena.ints(32 * data.features.length).byteOffset;
    space[1] = arena.ints(2 * size * cellsOf(data)).byteOffset;
  }
  return desks.byteOffset;
}
