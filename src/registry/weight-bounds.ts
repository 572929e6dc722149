import { defineError, didYouMean, type ErrorConstructor } from "../kernel/index.ts";
import type { WeightBounds, WeightValues } from "../policy/index.ts";

interface OutOfBounds {
  readonly system: string;
  readonly head: string;
  readonly min: number;
  readonly max: number;
  readonly got: number;
}

export const weightOutOfBounds: ErrorConstructor<OutOfBounds> = defineError("registry.weight-out-of-bounds", {
  headline: "A weight outside its bounds",
  message: ({ system, head, min, max, got }: OutOfBounds) =>
    `The weight of \`${head}\` of "${system}" must be a number from ${min} to ${max}. Got ${got}.`,
  hint: () => "The system file declares the bounds; changing them there takes a restart.",
});

interface NoHead {
  readonly system: string;
  readonly head: string;
  readonly heads: readonly string[];
}

export const weightUnknown: ErrorConstructor<NoHead> = defineError("registry.weight-unknown", {
  headline: "No such weight",
  message: ({ system, head, heads }: NoHead) =>
    heads.length === 0
      ? `"${system}" declares no weights. Got one for \`${head}\`.`
      : `"${system}" has weights for ${heads.join(", ")}. Got one for \`${head}\`.${didYouMean(head, heads)}`,
});

/** Weights as a system file declares them. */
export interface WeightedSystem {
  readonly name: string;
  readonly weights: Readonly<Record<string, WeightBounds>>;
}

/** Throws `registry.weight-unknown`, `registry.weight-out-of-bounds`. */
export function checkWeights({ name: system, weights }: WeightedSystem, values: WeightValues): void {
  for (const [head, got] of Object.entries(values)) {
    const bounds = Object.hasOwn(weights, head) ? weights[head] : undefined;
    if (bounds === undefined) throw weightUnknown({ system, head, heads: Object.keys(weights) });
    const { min, max } = bounds;
    if (!(got >= min && got <= max)) throw weightOutOfBounds({ system, head, min, max, got });
  }
}
