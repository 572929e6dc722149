import { defineError, type ErrorConstructor } from "../../kernel/index.ts";

export const modelUnknown: ErrorConstructor<{ readonly got: string; readonly served: readonly string[] }> = defineError(
  "inference.model-unknown",
  {
    headline: "Which model?",
    message: ({ got, served }: { readonly got: string; readonly served: readonly string[] }) =>
      `A model is a head, \`<system>.<head>\`; served are ${served.join(", ") || "none"}. Got "${got}".`,
  },
);

export const tensorUnfit: ErrorConstructor<{ readonly name: string; readonly problem: string }> = defineError(
  "inference.tensor-unfit",
  {
    headline: "A tensor that does not fit",
    message: ({ name, problem }: { readonly name: string; readonly problem: string }) =>
      `The tensor \`${name}\` ${problem}`,
  },
);

interface TooMany {
  readonly rows: number;
  /** The most that this model takes. */
  readonly most: number;
  readonly features: number;
}

export const tooManyRows: ErrorConstructor<TooMany> = defineError("inference.too-many-rows", {
  headline: "Too many rows",
  message: ({ rows, most, features }: TooMany) =>
    `A request to this model, of ${features} features, holds at most ${most} rows. Got ${rows}.`,
  hint: ({ most }) => `Send ${most} rows at a time.`,
});

export const modelFailed: ErrorConstructor<{ readonly model: string }> = defineError("inference.model-failed", {
  headline: "A model that gave no score",
  message: ({ model }: { readonly model: string }) => `The model ${model} gave no score for a row.`,
});
