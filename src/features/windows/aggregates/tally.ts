import type { Aggregate, Kept, Sight } from "./aggregate.ts";

/** How many events count. */
export class Tally implements Aggregate {
  readonly #sight: Sight;
  count = 0;

  constructor(sight: Sight) {
    this.#sight = sight;
  }

  enter(from: number, to: number): void {
    const { ring, span } = this.#sight;
    const { time, mask } = ring;
    const { edge } = span;
    for (let n = from; n < to; n++) if ((time[n & mask] as number) > edge) this.count += this.#worth(n);
  }

  leave(from: number, to: number): void {
    const { marks, mask } = this.#sight.ring;
    for (let n = from; n < to; n++) if (marks[n & mask] === 0) this.count -= this.#worth(n);
  }

  drop(n: number): void {
    this.count -= this.#worth(n);
  }

  clear(): void {
    this.count = 0;
  }

  keep(): Kept {
    return [this.count];
  }

  restore([count]: Kept): void {
    this.count = count as number;
  }

  #worth(n: number): number {
    const { ring, input } = this.#sight;
    if (input < 0) return 1;
    if (ring.isText[input]) return ring.texts[input]?.[n & ring.mask] == null ? 0 : 1;
    const value = (ring.numbers[input] as Float64Array)[n & ring.mask] as number;
    return Number.isNaN(value) ? 0 : 1;
  }
}
