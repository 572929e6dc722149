import type { Aggregate, Kept, Sight } from "./aggregate.ts";

/** The smallest value so far (`sign` 1) or the largest (-1), where no value ever goes: one number. */
export class RecordSoFar implements Aggregate {
  readonly #sight: Sight;
  readonly #sign: 1 | -1;
  #best = Number.NaN;

  constructor(sight: Sight, sign: 1 | -1) {
    this.#sight = sight;
    this.#sign = sign;
  }

  enter(from: number, to: number): void {
    const { ring, input } = this.#sight;
    const values = ring.numbers[input] as Float64Array;
    for (let n = from; n < to; n++) {
      const value = values[n & ring.mask] as number;
      if (!Number.isNaN(value) && !(this.#sign * (value - this.#best) >= 0)) this.#best = value;
    }
  }

  leave(): void {}

  drop(): void {}

  clear(): void {
    this.#best = Number.NaN;
  }

  /** NaN of nothing. */
  value(): number {
    return this.#best;
  }

  keep(): Kept {
    return [this.#best];
  }

  restore([best]: Kept): void {
    this.#best = best as number;
  }
}
