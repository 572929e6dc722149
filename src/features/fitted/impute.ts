import type { Column } from "../../data/index.ts";
import type { Options } from "../node.ts";
import { isMissing, type Scalar } from "../operator.ts";
import { countCategories } from "./count-categories.ts";
import { frozenUnreadable } from "./errors.ts";
import { presentIn, quantile } from "./present.ts";
import { readParts } from "./shape.ts";
import { shortNumber } from "./short-number.ts";
import { defineTransform, type Transform } from "./transform.ts";

/** What stands for a missing value; null where the training rows had none to learn it from. */
interface ImputeState {
  readonly value: number | string | null;
}

/** Missing values become one that was learned or declared; where asked, a second column says which were missing. */
export const impute: Transform<ImputeState> = defineTransform<ImputeState>({
  name: "impute",
  takes: ["number", "text"],
  gives: "same",
  words: (of, { how, value }) => `(${of}, else ${how === "value" ? wordValue(value) : `the ${how}`} where missing)`,
  isWide: ({ flag }) => flag === true,
  fit: (column, { options }) => ({ value: learned(column, options) }),
  columns: (_, { flag }) => (flag === true ? ["", "was missing"] : [""]),
  prepare({ value }, { flag }) {
    const asked = flag === true;
    return (given, out) => {
      const absent = isMissing(given);
      out[0] = absent ? (value ?? given) : given;
      if (asked) out[1] = absent ? 1 : 0;
    };
  },
  learned: ({ value }) => `missing: ${value === null ? "left missing" : wordValue(value)}`,
  read(data) {
    const { value } = readParts(data, "what an imputation learned");
    if (value === null || typeof value === "string" || Number.isFinite(value)) return { value: value as Scalar };
    throw frozenUnreadable({ problem: "what stands for a missing value is none" });
  },
});

function learned(column: Column, { how, value }: Options): ImputeState["value"] {
  if (how === "value") return value as number | string;
  if (column.kind === "text") return countCategories(column)[0]?.category ?? null;
  const present = presentIn(column);
  if (present.length === 0) return null;
  if (how === "median") return quantile(present, 0.5);
  return how === "mean" ? mean(present) : mostFrequent(present);
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value / values.length, 0);
}

/** Of ascending values; of equally frequent ones the smallest. */
function mostFrequent(sorted: Float64Array): number {
  let [best, most, run] = [sorted[0] as number, 0, 0];
  for (let i = 0; i < sorted.length; i++) {
    run = sorted[i] === sorted[i - 1] ? run + 1 : 1;
    if (run > most) [best, most] = [sorted[i] as number, run];
  }
  return best;
}

function wordValue(value: unknown): string {
  return typeof value === "number" ? shortNumber(value) : `"${String(value)}"`;
}
