import { defineError, type ErrorConstructor } from "../../kernel/index.ts";

interface Strangers {
  readonly strangers: readonly string[];
  readonly features: readonly string[];
}

interface BadOption {
  readonly what: string;
  readonly allowed: string;
  readonly got: string;
}

/** A wish that no change could meet, or that says nothing. */
export const counterfactualInvalid: ErrorConstructor<BadOption> = defineError("model.counterfactual-invalid", {
  headline: "A change that cannot be searched for",
  message: ({ what, allowed, got }: BadOption) => `\`${what}\` must be ${allowed}. Got ${got}.`,
});

/** A change was allowed to something that the model does not read. */
export const notAFeature: ErrorConstructor<Strangers> = defineError("model.not-a-feature", {
  headline: "Not a feature of the model",
  message: ({ strangers, features }: Strangers) =>
    `What may be changed must be one of the model's features: ${features.join(", ")}. Got ${strangers.join(", ")}.`,
  hint: () => "Compare the names with the model's signature.",
});
