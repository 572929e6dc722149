import { defineError, type ErrorConstructor } from "../../kernel/index.ts";

interface Strangers {
  readonly strangers: readonly string[];
  readonly features: readonly string[];
}

/** A change was allowed to something that the model does not read. */
export const notAFeature: ErrorConstructor<Strangers> = defineError("model.not-a-feature", {
  headline: "Not a feature of the model",
  message: ({ strangers, features }: Strangers) =>
    `What may be changed must be one of the model's features: ${features.join(", ")}. Got ${strangers.join(", ")}.`,
  hint: () => "Compare the names with the model's signature.",
});
