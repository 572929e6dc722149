import type { Range, ValueCounter } from "./counter-state.ts";
import { type DistinctSketch, distinctSketch } from "./distinct.ts";
import { eachBlock, type Tally } from "./tally.ts";

/** Bytes before the cells: two words of content, used, capacity, bytes of the cells, whether inexact, and what is lost. */
const HEAD = 32;
const REGISTERS = 16_384;
/** What the kernel has room for. */
const MOST_CELLS = 16_384;

/** Counts numbers by the kernel, to the same counter as plain loops would; false for a counter that is too large for it. */
export function countByKernel(tally: Tally, counter: ValueCounter, of: Range & { values: Float64Array }): boolean {
  const { cells, capacity, content } = counter;
  if (cells.length > MOST_CELLS) return false;
  const { buffer, at, xs, kernel } = tally;
  const words = new Int32Array(buffer, at, 6);
  const lost = new Float64Array(buffer, at + 24, 1);
  const room = new Float64Array(buffer, at + HEAD, cells.length);
  const registers = new Uint8Array(buffer, at + HEAD + cells.byteLength, REGISTERS);
  words.set([content[0] as number, content[1] as number, counter.used, capacity, cells.byteLength]);
  words[5] = counter.distinct === null ? 0 : 1;
  lost[0] = counter.lost;
  room.set(cells);
  if (counter.distinct === null) registers.fill(0);
  else registers.set(counter.distinct.registers);
  eachBlock(of, (from, to) => {
    new Float64Array(buffer, xs, to - from).set(of.values.subarray(from, to));
    kernel.count(at, xs, to - from);
  });
  cells.set(room);
  content.set(words.subarray(0, 2));
  counter.used = words[2] as number;
  counter.lost = lost[0] as number;
  if (words[5] === 1) sketchOf(counter).registers.set(registers);
  return true;
}

function sketchOf(counter: ValueCounter): DistinctSketch {
  counter.distinct ??= distinctSketch();
  return counter.distinct;
}
