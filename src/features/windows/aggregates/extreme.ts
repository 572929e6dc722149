import { GONE } from "../event-ring.ts";
import { NumberHeap } from "../number-heap.ts";
import type { Aggregate, Kept, Sight } from "./aggregate.ts";

/** Garbage that is too little to be worth a clean-up. */
const LITTLE = 64;

/**
 * The smallest value of a window (`sign` 1) or the largest (-1): a heap by value, from whose top go those that are no longer
 * in the window. What lies below is cleaned up when it outweighs what is held, so an event costs O(log n), late or not.
 */
export class Extreme implements Aggregate {
  readonly #sight: Sight;
  readonly #sign: 1 | -1;
  readonly #heap: NumberHeap = new NumberHeap();

  constructor(sight: Sight, sign: 1 | -1) {
    this.#sight = sight;
    this.#sign = sign;
  }

  enter(from: number, to: number): void {
    const { ring, input, span } = this.#sight;
    const { time, mask } = ring;
    const values = ring.numbers[input] as Float64Array;
    for (let n = from; n < to; n++) {
      const value = values[n & mask] as number;
      if (!Number.isNaN(value) && (time[n & mask] as number) > span.edge) this.#heap.push(this.#sign * value, n);
    }
    if (this.#heap.size > 2 * (ring.next - ring.first) + LITTLE) this.#heap.keepOnly((n) => this.#isIn(n));
  }

  leave(): void {}

  drop(): void {}

  clear(): void {
    this.#heap.clear();
  }

  /** NaN of nothing. */
  value(): number {
    const heap = this.#heap;
    while (heap.size > 0 && !this.#isIn(heap.top())) heap.pop();
    return this.#sign * heap.topKey() + 0;
  }

  keep(): Kept {
    return [];
  }

  restore(): void {}

  #isIn(n: number): boolean {
    const { ring, span } = this.#sight;
    const at = n & ring.mask;
    return n >= ring.first && (ring.time[at] as number) > span.edge && ((ring.marks[at] as number) & GONE) === 0;
  }
}
