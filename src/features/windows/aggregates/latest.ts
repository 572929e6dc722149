import { isMissing, type Scalar } from "../../operator.ts";
import type { Aggregate, Kept, Sight } from "./aggregate.ts";
import { compareStandings, type Standing, standingOf, valueAt } from "./order.ts";

/** What the last event of a window says, and when it was. */
export interface Last extends Aggregate {
  /** The time of the last event; NaN where there is none. */
  time(): number;
  /** Missing where there is none. */
  value(): Scalar;
}

/**
 * The last event where none is ever taken back: the last one alone is held, because when it is too old, so are all others.
 */
export class Latest implements Last {
  readonly #sight: Sight;
  #last: Standing | undefined;

  constructor(sight: Sight) {
    this.#sight = sight;
  }

  enter(from: number, to: number): void {
    const { ring, input } = this.#sight;
    const { time, mask } = ring;
    const numbers = ring.numbers[input];
    const isText = ring.isText[input] === true;
    let best = -1;
    let newest = this.#last?.time ?? Number.NEGATIVE_INFINITY;
    for (let n = from; n < to; n++) {
      const at = time[n & mask] as number;
      if (at < newest) continue;
      const isThere =
        isText || numbers === undefined ? !isMissing(valueAt(ring, input, n)) : !Number.isNaN(numbers[n & mask]);
      if (!isThere || (at === newest && !this.#isLater(n, best))) continue;
      best = n;
      newest = at;
    }
    if (best >= 0) this.#last = standingOf(ring, input, best);
  }

  leave(): void {}

  drop(): void {}

  clear(): void {
    this.#last = undefined;
  }

  time(): number {
    const last = this.#last;
    return last !== undefined && last.time > this.#sight.span.edge ? last.time : Number.NaN;
  }

  value(): Scalar {
    return Number.isNaN(this.time()) ? null : (this.#last?.value ?? null);
  }

  keep(): Kept {
    const last = this.#last;
    return last === undefined ? [] : [last.time, last.knownAt, last.id, last.value];
  }

  restore([time, knownAt, id = null, value = null]: Kept): void {
    if (typeof time === "number") this.#last = { time, knownAt: knownAt as number, id, value };
  }

  #isLater(n: number, best: number): boolean {
    const { ring, input } = this.#sight;
    const against = best < 0 ? this.#last : standingOf(ring, input, best);
    return against === undefined || compareStandings(standingOf(ring, input, n), against) > 0;
  }
}
