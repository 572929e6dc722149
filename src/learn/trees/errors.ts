import { defineError, didYouMean, type ErrorConstructor } from "../../kernel/index.ts";

interface Unsuited {
  readonly objective: string;
  readonly task: string;
  readonly allowed: readonly string[];
}

/** An objective that does not fit the task. */
export const objectiveUnsuited: ErrorConstructor<Unsuited> = defineError("learn.objective-unsuited", {
  headline: "An objective for another task",
  message: ({ objective, task, allowed }: Unsuited) =>
    `For the task ${task} the \`objective\` of gbdt must be ${allowed.join(", ")} or auto. Got ${objective}.`,
});

/** A random forest whose trees would all be equal. */
export const forestOfEquals: ErrorConstructor<Record<never, never>> = defineError("learn.forest-of-equals", {
  headline: "A forest of equal trees",
  message: () => "With `boosting: rf` every tree sees the same gradients, so rows, features or cuts must be drawn.",
  hint: () => "Set `baggingFraction` or `featureFraction` below 1 (0.6, say), or `extraTrees`.",
});

/** An earlier model that new trees cannot be added to. */
export const startIncompatible: ErrorConstructor<{ readonly why: string }> = defineError("learn.start-incompatible", {
  headline: "A model that learning cannot go on from",
  message: ({ why }: { readonly why: string }) => `Learning cannot go on from this model: ${why}.`,
  hint: () => "Learn from scratch, or with the features, the task and the objective of the earlier model.",
});

/** A tree for several outputs has no one direction. */
export const monotoneVector: ErrorConstructor<Record<never, never>> = defineError("learn.monotone-vector", {
  headline: "Monotone in several outputs at once",
  message: () => "`monotoneConstraints` need a tree for each output: `multiOutput` must be perLabel.",
});

interface UnfitConstraint {
  readonly param: string;
  readonly column: string;
  /** Undefined: there is no such feature. */
  readonly kind: string | undefined;
  readonly allowed: readonly string[];
}

/** A constraint on a feature that is not there, or that has no order. */
export const constraintUnfit: ErrorConstructor<UnfitConstraint> = defineError("learn.constraint-unfit", {
  headline: "A constraint on a feature that cannot have it",
  message: ({ param, column, kind, allowed }: UnfitConstraint) =>
    `\`${param}\` of gbdt names \`${column}\`, which is ${kind === undefined ? `no feature.${didYouMean(column, allowed)}` : `a ${kind} and has no order.`}`,
  hint: ({ allowed }) => `Features that can have one: ${allowed.slice(0, 20).join(", ") || "none"}.`,
});
