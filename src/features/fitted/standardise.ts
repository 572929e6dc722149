import { isMissing } from "../operator.ts";
import { frozenUnreadable } from "./errors.ts";
import { presentIn } from "./present.ts";
import { readFinite, readParts } from "./shape.ts";
import { shortNumber } from "./short-number.ts";
import { defineTransform, type Transform } from "./transform.ts";

interface StandardState {
  readonly mean: number;
  /** Of the training rows, as of a whole population; 1 where they do not differ. */
  readonly deviation: number;
}

/** Less the mean, over the standard deviation. */
export const standardise: Transform<StandardState> = defineTransform<StandardState>({
  name: "standardise",
  takes: ["number"],
  gives: "number",
  words: (of) => `(${of} in standard deviations from its mean)`,
  isWide: () => false,
  fit(column) {
    const present = presentIn(column);
    if (present.length === 0) return { mean: 0, deviation: 1 };
    const mean = present.reduce((sum, value) => sum + value / present.length, 0);
    const variance = present.reduce((sum, value) => sum + (value - mean) ** 2 / present.length, 0);
    const deviation = Math.sqrt(variance);
    return Number.isFinite(deviation) && deviation > 0 ? { mean, deviation } : { mean, deviation: 1 };
  },
  columns: () => [""],
  prepare({ mean, deviation }) {
    return (value, out) => {
      out[0] = isMissing(value) ? value : ((value as number) - mean) / deviation;
    };
  },
  learned: ({ mean, deviation }) => `mean ${shortNumber(mean)}, standard deviation ${shortNumber(deviation)}`,
  read(data) {
    const parts = readParts(data, "what a standardisation learned");
    const deviation = readFinite(parts.deviation, "the standard deviation");
    if (!(deviation > 0)) throw frozenUnreadable({ problem: "the standard deviation is not above 0" });
    return { mean: readFinite(parts.mean, "the mean"), deviation };
  },
});
