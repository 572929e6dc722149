import { isMissing, type Scalar } from "../../operator.ts";
import { GONE } from "../event-ring.ts";
import { NumberHeap } from "../number-heap.ts";
import type { Kept, Sight } from "./aggregate.ts";
import type { Last } from "./latest.ts";
import { compareStandings, standingOf, valueAt } from "./order.ts";

const LITTLE = 64;

/** The last event where a correction may take it back: a heap, the latest on top. */
export class RevisableLatest implements Last {
  readonly #sight: Sight;
  readonly #heap: NumberHeap;

  constructor(sight: Sight) {
    this.#sight = sight;
    const { ring, input } = sight;
    this.#heap = new NumberHeap((a, b) => compareStandings(standingOf(ring, input, b), standingOf(ring, input, a)));
  }

  enter(from: number, to: number): void {
    const { ring, input } = this.#sight;
    for (let n = from; n < to; n++)
      if (this.#isIn(n) && !isMissing(valueAt(ring, input, n)))
        this.#heap.push(-(ring.time[n & ring.mask] as number), n);
    if (this.#heap.size > 2 * (ring.next - ring.first) + LITTLE) this.#heap.keepOnly((n) => this.#isIn(n));
  }

  leave(): void {}

  drop(): void {}

  clear(): void {
    this.#heap.clear();
  }

  time(): number {
    const heap = this.#heap;
    while (heap.size > 0 && !this.#isIn(heap.top())) heap.pop();
    return heap.size === 0 ? Number.NaN : -heap.topKey();
  }

  value(): Scalar {
    const { ring, input } = this.#sight;
    return Number.isNaN(this.time()) ? null : valueAt(ring, input, this.#heap.top());
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
