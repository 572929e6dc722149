import { defineError, type ErrorConstructor } from "../kernel/index.ts";

export const entityInvalid: ErrorConstructor<{ readonly got: string }> = defineError("decide.entity-invalid", {
  headline: "No entity",
  message: ({ got }: { readonly got: string }) =>
    `\`entity\` must be text of 1 to 256 characters or a whole number. Got ${got}.`,
});

export const decisionUnknown: ErrorConstructor<{ readonly id: string }> = defineError("outcomes.decision-unknown", {
  headline: "An outcome for an unknown decision",
  message: ({ id }: { readonly id: string }) =>
    `There is no decision "${id}" in the journal, so its outcome was not stored.`,
  hint: () => "Send the `id` that the decision came with.",
});

interface Reuse {
  readonly key: string;
  readonly stored: string;
  readonly got: string;
}

export const outcomeKeyReused: ErrorConstructor<Reuse> = defineError("outcomes.key-reused", {
  headline: "A key that names another report",
  message: ({ key, stored, got }: Reuse) =>
    `The key "${key}" names the report ${stored}, which stays. Got ${got}. Nothing was stored.`,
  hint: () => "Give each report a key of its own; to correct a report, send the right one under a new key.",
});

interface OutcomeRefusal {
  readonly problem: string;
}

export const outcomeInvalid: ErrorConstructor<OutcomeRefusal> = defineError("outcomes.invalid", {
  headline: "An outcome that does not fit",
  message: ({ problem }: OutcomeRefusal) => `${problem} Nothing was stored.`,
});
