import type { JudgedColumn } from "./enforce-column.ts";
import type { Bounds } from "./field.ts";
import { type TableBreach, wordBounds } from "./table-breach.ts";
import { unitGuess } from "./unit-guess.ts";

/** Whether the median of a field lies between its bounds: exactly, by counts alone; a sample tells what it looks like. */
export interface MedianCount {
  readonly field: string;
  take(judged: JudgedColumn | undefined, counts: ((row: number) => boolean) | undefined): void;
  breach(): readonly TableBreach[];
}

const SAMPLE = 4_096;

/** Begins to count. A median is at least `min` exactly when no more than half of the values are below it. */
export function medianCount(field: string, bounds: Bounds, unit: string | undefined): MedianCount {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = bounds;
  let below = 0;
  let above = 0;
  let of = 0;
  let every = 1;
  let sample: number[] = [];
  const keep = (value: number): void => {
    if (of % every === 0) sample.push(value);
    if (sample.length < SAMPLE) return;
    // Every second one stays: the sample is spread over all rows, however many come.
    sample = sample.filter((_, i) => i % 2 === 0);
    every *= 2;
  };
  return {
    field,
    take(judged, counts) {
      if (judged === undefined || judged.column.kind === "text") return;
      const { values } = judged.column;
      for (let row = 0; row < values.length; row++) {
        const value = values[row] as number;
        if (Number.isNaN(value) || counts?.(row) === false) continue;
        keep(value);
        of++;
        if (value < min) below++;
        else if (value > max) above++;
      }
    },
    breach() {
      if (2 * below <= of && 2 * above <= of) return [];
      const side = 2 * below > of ? "below" : "above";
      const guess = unitGuess(sample, bounds, unit);
      const message = `The median of \`${field}\` is ${side} what the contract wants, ${wordBounds(bounds, String)}${unit === undefined ? "" : ` ${unit}`}.${guess === undefined ? "" : ` ${guess}`}`;
      return [{ what: "median", field, message }];
    },
  };
}
