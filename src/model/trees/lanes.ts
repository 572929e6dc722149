import type { TreesBody } from "./body.ts";
import { ZERO } from "./walk.ts";

// The kernel knows one test of numbers, `cell ≤ threshold`, that a NaN never meets, and one of sets, "bit `cell` is set".
// Every split becomes one of them by reading its feature through a lane: as it is, negated, with zeros made missing.

/** How many rows the kernel takes at a time. */
export const BLOCK = 64;
/** From one lane's cells to the next, in numbers: BLOCK + 8, as a power of 2 would crowd a few sets of the cache. */
export const LANE = 72;

/** One way to read a feature. */
export interface Lane {
  readonly slot: number;
  /** The cell is a whole number, the level's code plus 1, so that a missing one has the bit 0. */
  readonly set: boolean;
  readonly negated: boolean;
  readonly zeros: boolean;
}

/** The lane of a split. Negated where a missing value goes left: then the test, met or not, means the other child. */
export function laneOf(body: TreesBody, node: number): Lane {
  const slot = body.slot[node] as number;
  const missing = body.missing[node] as number;
  const set = (body.levels[slot] as readonly string[]).length > 0;
  return { slot, set, negated: !set && (missing & 1) === 1, zeros: !set && (missing & 2) === 2 };
}

/** A whole number that tells lanes apart. */
export function keyOfLane({ slot, negated, zeros }: Lane): number {
  return 4 * slot + 2 * Number(negated) + Number(zeros);
}

/** The lanes of a body, each once, in the order of first use. */
export function lanesOf(body: TreesBody): readonly Lane[] {
  const lanes = new Map<number, Lane>();
  for (let node = 0; node < body.slot.length; node++) {
    if ((body.slot[node] as number) < 0) continue;
    const lane = laneOf(body, node);
    const key = keyOfLane(lane);
    if (!lanes.has(key)) lanes.set(key, lane);
  }
  return [...lanes.values()];
}

/** The kernel's memory, as numbers of 64 bits and of 32. */
export interface Views {
  readonly numbers: Float64Array;
  readonly wholes: Int32Array;
}

/** Writes a cell as its lane reads it, to the 64 bits number `at`: a set's cell is a whole number in their first half. */
export function cellWriter({ set, negated, zeros }: Lane): (views: Views, at: number, cell: number) => void {
  if (set)
    return ({ wholes }, at, cell) => {
      wholes[2 * at] = cell + 1;
    };
  return ({ numbers }, at, cell) => {
    const number = zeros && Math.abs(cell) <= ZERO ? Number.NaN : cell;
    numbers[at] = negated ? -number : number;
  };
}

/** Writes a row of cells, by slot, to all lanes, of which the first is at `at` and the others `LANE` apart. */
export function rowWriter(lanes: readonly Lane[]): (views: Views, at: number, cells: Float64Array) => void {
  const slots = Int32Array.from(lanes, ({ slot }) => slot);
  const kinds = Uint8Array.from(
    lanes,
    ({ set, negated, zeros }) => (set ? 4 : 0) + (zeros ? 2 : 0) + (negated ? 1 : 0),
  );
  return ({ numbers, wholes }, first, cells) => {
    for (let k = 0, at = first; k < slots.length; k++, at += LANE) {
      const cell = cells[slots[k] as number] as number;
      const kind = kinds[k] as number;
      if (kind === 4) wholes[2 * at] = cell + 1;
      else {
        const number = kind > 1 && Math.abs(cell) <= ZERO ? Number.NaN : cell;
        numbers[at] = (kind & 1) === 1 ? -number : number;
      }
    }
  };
}

/** The largest number below: `x > t` is `-x ≤ below(-t)`. */
export function below(x: number): number {
  if (x === 0) return -Number.MIN_VALUE;
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, x);
  bits.setBigInt64(0, bits.getBigInt64(0) + (x > 0 ? -1n : 1n));
  return bits.getFloat64(0);
}
