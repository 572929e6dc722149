import { defineError, type ErrorConstructor } from "../kernel/index.ts";

/** Every label is the same, so there is nothing to tell apart. */
export const oneClass: ErrorConstructor<{ readonly learner: string; readonly rows: number }> = defineError(
  "learn.one-class",
  {
    headline: "Only one class in the labels",
    message: ({ learner, rows }: { readonly learner: string; readonly rows: number }) =>
      `The learner ${learner} needs rows of at least two classes. All ${rows} rows have the same one.`,
    hint: () => "Take a longer period, or check how the outcome is joined: it may not have arrived yet.",
  },
);

/** Nothing to learn from. */
export const noRows: ErrorConstructor<{ readonly learner: string }> = defineError("learn.no-rows", {
  headline: "No rows to learn from",
  message: ({ learner }: { readonly learner: string }) =>
    `The learner ${learner} needs at least one row with a weight above 0. It got none.`,
  hint: () => "Check the snapshot, the split and the weights.",
});

interface BadLabel {
  readonly row: number;
  readonly allowed: string;
  readonly got: number | undefined;
}

/** A row without a usable label. */
export const labelMissing: ErrorConstructor<BadLabel> = defineError("learn.label-missing", {
  headline: "A row without a label",
  message: ({ row, allowed, got }: BadLabel) =>
    `Every row's label must be ${allowed}. Row ${row} has ${got ?? "none"}.`,
  hint: () => "Leave out the rows whose outcome is not known yet.",
});

interface BadWeight {
  readonly row: number;
  readonly got: number | undefined;
}

/** A weight that is negative or no number. */
export const weightInvalid: ErrorConstructor<BadWeight> = defineError("learn.weight-invalid", {
  headline: "A weight that cannot be used",
  message: ({ row, got }: BadWeight) => `Every row's weight must be a finite number, 0 or more. Row ${row} has ${got}.`,
});

interface NoTask {
  readonly learner: string;
  readonly task: string;
  readonly tasks: readonly string[];
}

/** The learner does not do this task. */
export const taskUnsupported: ErrorConstructor<NoTask> = defineError("learn.task-unsupported", {
  headline: "A task this learner does not do",
  message: ({ learner, task, tasks }: NoTask) => `The learner ${learner} does ${tasks.join(", ")}. Got ${task}.`,
  hint: ({ task }) => (task === "regression" ? "Try gbdt or linear." : "Try gbdt or logistic."),
});

/** A column of times: as a feature it would only ever grow. */
export const timeUnsupported: ErrorConstructor<{ readonly column: string }> = defineError("learn.time-unsupported", {
  headline: "A time is not a feature",
  message: ({ column }: { readonly column: string }) =>
    `A feature must be a number, a text or a flag. The column \`${column}\` is a time.`,
  hint: () => "Declare a feature made from it: an age, an hour of the day, a day of the week.",
});
