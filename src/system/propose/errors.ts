import { defineError, type ErrorConstructor } from "../../kernel/index.ts";

interface LabelProblem {
  readonly label: string;
  /** The rest of a sentence. */
  readonly problem: string;
  readonly advice: string;
}

/** A label that nothing can be learned from. */
export const labelUnusable: ErrorConstructor<LabelProblem> = defineError("propose.label-unusable", {
  headline: "A label that nothing can be learned from",
  message: ({ label, problem }: LabelProblem) => `The label \`${label}\` ${problem}.`,
  hint: ({ advice }: LabelProblem) => advice,
});

interface PositiveProblem {
  readonly label: string;
  readonly positive: string;
  readonly values: readonly string[];
  readonly suggestion: string;
}

export const positiveUnknown: ErrorConstructor<PositiveProblem> = defineError("propose.positive-unknown", {
  headline: "A value that the label never has",
  message: ({ label, positive, values, suggestion }: PositiveProblem) =>
    `\`${label}\` is never "${positive}".${suggestion} It is ${values.map((value) => `"${value}"`).join(", ")}.`,
  hint: () => "Pass one of these as `--positive`: the value that counts as yes.",
});

interface FieldProblem {
  readonly role: "entity" | "time";
  readonly field: string;
  /** The rest of a sentence. */
  readonly problem: string;
}

export const fieldUnfit: ErrorConstructor<FieldProblem> = defineError("propose.field-unfit", {
  headline: "A column that cannot play this role",
  message: ({ role, field, problem }: FieldProblem) => `\`${field}\` cannot be the ${role}: ${problem}.`,
  hint: ({ role }: FieldProblem) => `Name another column with \`--${role}\`, or leave the option out.`,
});

export const nothingToLearnFrom: ErrorConstructor<{ readonly label: string }> = defineError("propose.no-features", {
  headline: "Nothing to learn from",
  message: ({ label }: { readonly label: string }) =>
    `Beside \`${label}\` the data has no column that can be a feature: constants, identifiers and texts with a value of their own for nearly every row teach nothing.`,
  hint: () => "Add columns that are known when the decision is made.",
});
