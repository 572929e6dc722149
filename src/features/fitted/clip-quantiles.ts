import { isMissing } from "../operator.ts";
import { frozenUnreadable } from "./errors.ts";
import { presentIn, quantile } from "./present.ts";
import { readFinite, readParts } from "./shape.ts";
import { shortNumber } from "./short-number.ts";
import { defineTransform, type Transform } from "./transform.ts";

/** The bounds; null where the training rows had no value. */
interface ClipState {
  readonly bounds: { readonly low: number; readonly high: number } | null;
}

/** Values outside of two quantiles become the nearer one. */
export const clipQuantiles: Transform<ClipState> = defineTransform<ClipState>({
  name: "clip-quantiles",
  takes: ["number"],
  gives: "number",
  words: (of, { low, high }) => `(${of} clipped to its quantiles ${low} and ${high})`,
  isWide: () => false,
  fit(column, { options: { low, high } }) {
    const present = presentIn(column);
    if (present.length === 0) return { bounds: null };
    return { bounds: { low: quantile(present, low as number), high: quantile(present, high as number) } };
  },
  columns: () => [""],
  prepare({ bounds }) {
    return (value, out) => {
      out[0] =
        bounds === null || isMissing(value) ? value : Math.min(Math.max(value as number, bounds.low), bounds.high);
    };
  },
  learned: ({ bounds }) =>
    bounds === null ? "no bounds" : `from ${shortNumber(bounds.low)} to ${shortNumber(bounds.high)}`,
  read(data) {
    const { bounds } = readParts(data, "what a clip learned");
    if (bounds === null) return { bounds };
    const parts = readParts(bounds, "the bounds");
    const [low, high] = [readFinite(parts.low, "the lower bound"), readFinite(parts.high, "the upper bound")];
    if (low > high) throw frozenUnreadable({ problem: "the lower bound is above the upper one" });
    return { bounds: { low, high } };
  },
});
