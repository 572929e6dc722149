import type { InputSeen, TextLayout } from "./seen.ts";

/** Counts values of several texts, each by the bins of its layout. */
export class OpenTexts {
  readonly #binsByValue: readonly ReadonlyMap<string, number>[];
  readonly #bins: readonly Float64Array[];
  readonly #missing: Float64Array;
  readonly #last: (string | undefined)[];
  readonly #run: Float64Array;
  readonly #longest: Float64Array;

  constructor(layouts: readonly TextLayout[]) {
    this.#binsByValue = layouts.map(({ values }) => new Map(values.map((value, bin) => [value, bin])));
    this.#bins = layouts.map(({ values }) => new Float64Array(values.length + 1));
    this.#last = layouts.map(() => undefined);
    this.#missing = new Float64Array(layouts.length);
    this.#run = new Float64Array(layouts.length);
    this.#longest = new Float64Array(layouts.length);
  }

  /** Counts one value of the input of that number: a text, a flag, or a number as it is written. Anything else is missing. */
  add(input: number, value: unknown): void {
    if (typeof value !== "string" && typeof value !== "boolean" && typeof value !== "number") {
      this.#missing[input] = (this.#missing[input] as number) + 1;
      return;
    }
    const text = typeof value === "string" ? value : String(value);
    const bins = this.#bins[input] as Float64Array;
    const bin = this.#binsByValue[input]?.get(text) ?? bins.length - 1;
    bins[bin] = (bins[bin] as number) + 1;
    const run = text === this.#last[input] ? (this.#run[input] as number) + 1 : 1;
    this.#last[input] = text;
    this.#run[input] = run;
    if (run > (this.#longest[input] as number)) this.#longest[input] = run;
  }

  /** What was counted of the input of that number. */
  read(input: number): InputSeen {
    return {
      bins: [...(this.#bins[input] as Float64Array)],
      missing: this.#missing[input] as number,
      longestRun: this.#longest[input] as number,
    };
  }
}
