import type { TreesBody } from "./body.ts";

/** The sets of a forest as bits. */
export interface Packed {
  /** Per node with a set: its first byte. */
  readonly starts: Int32Array;
  /** Bit 0: a missing value goes left; bit `level + 1`: that level does. */
  readonly bits: Uint8Array;
}

/** Packs the sets. Every one gets room for its whole dictionary, so that any level's bit can be read without a bound check. */
export function packSets({ slot, levels, sets, value, missing }: TreesBody): Packed {
  const starts = new Int32Array(slot.length);
  let size = 0;
  const width = (node: number): number => levels[slot[node] as number]?.length ?? 0;
  for (let node = 0; node < slot.length; node++) {
    starts[node] = size;
    if (width(node) > 0) size += (width(node) >> 3) + 1;
  }
  const bits = new Uint8Array(size);
  for (let node = 0; node < slot.length; node++) {
    if (width(node) === 0) continue;
    const start = starts[node] as number;
    if (((missing[node] as number) & 1) === 1) bits[start] = (bits[start] as number) | 1;
    for (const level of sets[value[node] as number] as readonly number[]) {
      const at = start + ((level + 1) >> 3);
      bits[at] = (bits[at] as number) | (1 << ((level + 1) & 7));
    }
  }
  return { starts, bits };
}
