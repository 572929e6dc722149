import type { Moments } from "../../stats/index.ts";
import type { InputSeen, NumberLayout } from "./seen.ts";

/** Places of what is summed of one input: values are summed about the first, so that large ones far from 0 lose nothing. */
const [COUNT, FIRST, SUM, SQUARES, LEAST, MOST, LAST, RUN, LONGEST, MISSING, WIDTH] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
];

/** Counts values of several numbers, side by side in two arrays: a thousand inputs are a thousand additions, and no objects. */
export class OpenNumbers {
  readonly #edges: Float64Array;
  /** Where the edges of each input begin, and with one more each, its bins. */
  readonly #starts: Int32Array;
  readonly #bins: Float64Array;
  readonly #sums: Float64Array;

  constructor(layouts: readonly NumberLayout[]) {
    const starts = new Int32Array(layouts.length + 1);
    layouts.forEach(({ edges }, i) => {
      starts[i + 1] = (starts[i] as number) + edges.length;
    });
    const count = starts[layouts.length] as number;
    this.#starts = starts;
    this.#edges = Float64Array.from(layouts.flatMap(({ edges }) => edges));
    this.#bins = new Float64Array(count + layouts.length);
    this.#sums = new Float64Array(layouts.length * WIDTH);
  }

  /** Counts one value of the input of that number. What is no finite number is missing. */
  add(input: number, value: unknown): void {
    const sums = this.#sums;
    const at = input * WIDTH;
    // Infinity less itself is no number, and neither is what is none.
    if (typeof value !== "number" || value - value !== 0) {
      sums[at + MISSING] = (sums[at + MISSING] as number) + 1;
      return;
    }
    const bin = this.#binOf(input, value);
    this.#bins[bin] = (this.#bins[bin] as number) + 1;
    if (sums[at + COUNT] === 0) begin(sums, at, value);
    sums[at + COUNT] = (sums[at + COUNT] as number) + 1;
    const off = value - (sums[at + FIRST] as number);
    sums[at + SUM] = (sums[at + SUM] as number) + off;
    sums[at + SQUARES] = (sums[at + SQUARES] as number) + off * off;
    if (value < (sums[at + LEAST] as number)) sums[at + LEAST] = value;
    if (value > (sums[at + MOST] as number)) sums[at + MOST] = value;
    const run = value === sums[at + LAST] ? (sums[at + RUN] as number) + 1 : 1;
    sums[at + LAST] = value;
    sums[at + RUN] = run;
    if (run > (sums[at + LONGEST] as number)) sums[at + LONGEST] = run;
  }

  /** How many edges are not above the value: a bin ends before its upper edge. */
  #binOf(input: number, value: number): number {
    const edges = this.#edges;
    const start = this.#starts[input] as number;
    let [low, high] = [start, this.#starts[input + 1] as number];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((edges[middle] as number) <= value) low = middle + 1;
      else high = middle;
    }
    return low + input;
  }

  /** What was counted of the input of that number. */
  read(input: number): InputSeen {
    const start = (this.#starts[input] as number) + input;
    const end = (this.#starts[input + 1] as number) + input + 1;
    const sums = this.#sums.subarray(input * WIDTH, (input + 1) * WIDTH);
    const [least, most] = [sums[LEAST] as number, sums[MOST] as number];
    return {
      bins: [...this.#bins.subarray(start, end)],
      missing: sums[MISSING] as number,
      numbers: { ...momentsFrom(sums), least, most },
      longestRun: sums[LONGEST] as number,
    };
  }
}

function begin(sums: Float64Array, at: number, value: number): void {
  sums[at + FIRST] = value;
  sums[at + LEAST] = value;
  sums[at + MOST] = value;
  sums[at + LAST] = Number.NaN;
}

function momentsFrom(sums: Float64Array): Moments {
  const [n, sum] = [sums[COUNT] as number, sums[SUM] as number];
  if (n === 0) return { n: 0, mean: 0, m2: 0 };
  return { n, mean: (sums[FIRST] as number) + sum / n, m2: Math.max(0, (sums[SQUARES] as number) - (sum * sum) / n) };
}
