import type { Division } from "../engine.ts";

/** Sorts a leaf's rows by side, in place and stably: those whose bin goes left come first. Returns how many they are. */
export function partition({ rows, begin, end, bins, sides }: Division): number {
  const right: number[] = [];
  let left = begin;
  for (let i = begin; i < end; i++) {
    const row = rows[i] as number;
    if (sides[bins[row] as number] === 1) rows[left++] = row;
    else right.push(row);
  }
  rows.set(right, left);
  return left - begin;
}
