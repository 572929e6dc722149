import { defineError, type ErrorConstructor } from "../../kernel/index.ts";

export const notFitted: ErrorConstructor<{ readonly words: string }> = defineError("features.not-fitted", {
  headline: "A transform that has learned nothing yet",
  message: ({ words }: { readonly words: string }) =>
    `An expression asks for the ${words}, which only a trained model knows.`,
  hint: () => "Read the feature that it is made of; rules, filters and outcomes cannot read fitted transforms.",
});

export const frozenUnreadable: ErrorConstructor<{ readonly problem: string }> = defineError(
  "features.frozen-unreadable",
  {
    headline: "Fitted transforms that cannot be read",
    message: ({ problem }: { readonly problem: string }) =>
      `Fitted transforms must be as they were written. Here ${problem}.`,
    hint: () => "Fetch the model again, or roll back to the version before.",
  },
);
