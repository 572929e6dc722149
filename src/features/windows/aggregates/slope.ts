import { ExactSum } from "../exact-sum.ts";
import type { Aggregate, Kept, Sight } from "./aggregate.ts";

/** Beyond this magnitude the products of a slope could overflow. */
const LARGEST = 2 ** 700;

/**
 * The least-squares slope of a number by the time of its event. All four sums are exact, and so are the two determinants
 * made of them: there is no cancellation, however short the window is beside the time since 1970.
 */
export class Slope implements Aggregate {
  readonly #sight: Sight;
  readonly #times: ExactSum = new ExactSum();
  readonly #squares: ExactSum = new ExactSum();
  readonly #values: ExactSum = new ExactSum();
  readonly #products: ExactSum = new ExactSum();
  readonly #scratch: ExactSum = new ExactSum();
  #count = 0;

  constructor(sight: Sight) {
    this.#sight = sight;
  }

  enter(from: number, to: number): void {
    const { ring, input, span } = this.#sight;
    const values = ring.numbers[input] as Float64Array;
    for (let n = from; n < to; n++) {
      const time = ring.time[n & ring.mask] as number;
      const value = bounded(values[n & ring.mask] as number);
      if (Number.isNaN(value) || !(time > span.edge)) continue;
      this.#count++;
      this.#times.add(time);
      this.#squares.addProduct(time, time);
      this.#values.add(value);
      this.#products.addProduct(time, value);
    }
  }

  leave(from: number, to: number): void {
    const { marks, mask } = this.#sight.ring;
    for (let n = from; n < to; n++) if (marks[n & mask] === 0) this.drop(n);
  }

  drop(n: number): void {
    const { ring, input } = this.#sight;
    const time = ring.time[n & ring.mask] as number;
    const value = bounded((ring.numbers[input] as Float64Array)[n & ring.mask] as number);
    if (Number.isNaN(value)) return;
    this.#count--;
    this.#times.subtract(time);
    this.#squares.subtractProduct(time, time);
    this.#values.subtract(value);
    this.#products.subtractProduct(time, value);
  }

  clear(): void {
    this.#count = 0;
    for (const sum of this.#sums()) sum.clear();
  }

  /** The change of the value in a millisecond; NaN without two different times. */
  perMillisecond(): number {
    if (this.#count < 2) return Number.NaN;
    const spread = this.#determinant(this.#squares, this.#times);
    return spread > 0 ? this.#determinant(this.#products, this.#values) / spread : Number.NaN;
  }

  keep(): Kept {
    return [this.#count, ...this.#sums().flatMap((sum) => [sum.parts().length, ...sum.parts()])];
  }

  restore([count, ...kept]: Kept): void {
    this.#count = count as number;
    let at = 0;
    for (const sum of this.#sums()) {
      const size = kept[at] as number;
      sum.restore(kept.slice(at + 1, at + 1 + size) as readonly number[]);
      at += 1 + size;
    }
  }

  #sums(): readonly ExactSum[] {
    return [this.#times, this.#squares, this.#values, this.#products];
  }

  /** n Σxy − Σx Σy, rounded once; x is the time. */
  #determinant(products: ExactSum, others: ExactSum): number {
    const scratch = this.#scratch;
    scratch.clear();
    scratch.addMultipleOf(products, this.#count);
    scratch.addProductOf(this.#times, others, -1);
    return scratch.value();
  }
}

/** A value that is too large to be part of a slope becomes an infinity, which no sum can hold: the slope is then missing. */
function bounded(value: number): number {
  return value > LARGEST || value < -LARGEST ? Number.POSITIVE_INFINITY : value;
}
