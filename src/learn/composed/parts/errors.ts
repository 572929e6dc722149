import { defineError, type ErrorConstructor } from "../../../kernel/index.ts";

interface NoFeature {
  readonly name: string;
  readonly features: readonly string[];
}

/** A parameter names a feature that the training set lacks. */
export const featureMissing: ErrorConstructor<NoFeature> = defineError("learn.feature-missing", {
  headline: "A feature that is not there",
  message: ({ name, features }: NoFeature) =>
    `The rows are told apart by the feature \`${name}\`, which must be one of ${features.join(", ") || "none"}.`,
  hint: () => "Declare it among the system's features, or name another.",
});

/** Nothing to partition by. */
export const keysUndeclared: ErrorConstructor<{ readonly learner: string }> = defineError("learn.keys-undeclared", {
  headline: "Nothing to partition by",
  message: ({ learner }: { readonly learner: string }) =>
    `The learner ${learner} needs \`by\`: one or more features, from the coarsest to the finest. Got none.`,
  hint: () => 'Write `partitioned(gbdt(), { by: ["country", "city"] })`.',
});
