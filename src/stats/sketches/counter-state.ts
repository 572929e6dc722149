import type { DistinctSketch } from "./distinct.ts";

/**
 * How often each value came: exactly, while there are at most `capacity` of them; then the frequent ones within a bound,
 * and how many there are within {@link DISTINCT_ERROR}. Whether it is exact depends on the values alone, never on their order.
 * Anderson et al. A high-performance algorithm for identifying frequent items in data streams. IMC 2017.
 */
export interface ValueCounter {
  readonly capacity: number;
  /** Key and count in turns; an empty place has the key NaN. Open addressing, at most half full. */
  readonly cells: Float64Array;
  /** The texts by place; absent for numbers, which are their own keys. */
  readonly texts?: (string | undefined)[];
  used: number;
  /** The most by which any count is too low; 0 while all counts are exact. */
  lost: number;
  /** From the moment that counts are no longer exact. */
  distinct: DistinctSketch | null;
  /** Depends on every value and on their order: columns of equal content have equal ones. */
  readonly content: Int32Array;
}

/** Values counted exactly. */
export const COUNTER_CAPACITY = 4_096;

/** Counts numbers, or texts. */
export function valueCounter(kind: "numbers" | "texts", capacity: number = COUNTER_CAPACITY): ValueCounter {
  const cells = new Float64Array(4 * 2 ** Math.ceil(Math.log2(capacity))).fill(Number.NaN);
  const common = { capacity, cells, used: 0, lost: 0, distinct: null, content: Int32Array.of(1, 1) };
  return kind === "texts" ? { ...common, texts: [] } : common;
}

/** Where in an array. */
export interface Range {
  readonly start: number;
  readonly end: number;
}
