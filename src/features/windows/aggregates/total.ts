import { ExactSum } from "../exact-sum.ts";
import type { Aggregate, Kept, Sight } from "./aggregate.ts";

/** The sum of a number and how many there are; the sum is exact, so that no order of coming and going shows in it. */
export class Total implements Aggregate {
  readonly #sight: Sight;
  readonly #sum: ExactSum = new ExactSum();
  #count = 0;

  constructor(sight: Sight) {
    this.#sight = sight;
  }

  enter(from: number, to: number): void {
    const { ring, input, span } = this.#sight;
    const { time, mask } = ring;
    const values = ring.numbers[input] as Float64Array;
    const { edge } = span;
    for (let n = from; n < to; n++) {
      const value = values[n & mask] as number;
      if (Number.isNaN(value) || !((time[n & mask] as number) > edge)) continue;
      this.#count++;
      this.#sum.add(value);
    }
  }

  leave(from: number, to: number): void {
    const { ring, input } = this.#sight;
    const { marks, mask } = ring;
    const values = ring.numbers[input] as Float64Array;
    for (let n = from; n < to; n++) {
      const value = values[n & mask] as number;
      if (Number.isNaN(value) || marks[n & mask] !== 0) continue;
      this.#count--;
      this.#sum.subtract(value);
    }
  }

  drop(n: number): void {
    const { ring, input } = this.#sight;
    const value = (ring.numbers[input] as Float64Array)[n & ring.mask] as number;
    if (Number.isNaN(value)) return;
    this.#count--;
    this.#sum.subtract(value);
  }

  clear(): void {
    this.#count = 0;
    this.#sum.clear();
  }

  sum(): number {
    return this.#sum.value();
  }

  /** NaN of nothing. */
  mean(): number {
    return this.#count === 0 ? Number.NaN : this.#sum.value() / this.#count;
  }

  keep(): Kept {
    return [this.#count, ...this.#sum.parts()];
  }

  restore([count, ...parts]: Kept): void {
    this.#count = count as number;
    this.#sum.restore(parts as readonly number[]);
  }
}
