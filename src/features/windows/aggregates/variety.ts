import { isMissing, type Scalar } from "../../operator.ts";
import type { Aggregate, Kept, Sight } from "./aggregate.ts";
import { valueAt } from "./order.ts";

/** How many different values there are, and how often each. */
export class Variety implements Aggregate {
  readonly #sight: Sight;
  readonly #counts: Map<Scalar, number> = new Map();

  constructor(sight: Sight) {
    this.#sight = sight;
  }

  enter(from: number, to: number): void {
    const { ring, input, span } = this.#sight;
    for (let n = from; n < to; n++) {
      const value = valueAt(ring, input, n);
      if (isMissing(value) || !((ring.time[n & ring.mask] as number) > span.edge)) continue;
      this.#counts.set(value, (this.#counts.get(value) ?? 0) + 1);
    }
  }

  leave(from: number, to: number): void {
    const { marks, mask } = this.#sight.ring;
    for (let n = from; n < to; n++) if (marks[n & mask] === 0) this.drop(n);
  }

  drop(n: number): void {
    const value = valueAt(this.#sight.ring, this.#sight.input, n);
    const count = this.#counts.get(value);
    if (count === undefined) return;
    if (count === 1) this.#counts.delete(value);
    else this.#counts.set(value, count - 1);
  }

  clear(): void {
    if (this.#counts.size > 0) this.#counts.clear();
  }

  count(): number {
    return this.#counts.size;
  }

  keep(): Kept {
    return [...this.#counts].flat();
  }

  restore(kept: Kept): void {
    for (let i = 0; i < kept.length; i += 2) this.#counts.set(kept[i] ?? null, kept[i + 1] as number);
  }
}
