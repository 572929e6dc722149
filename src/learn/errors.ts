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

/** Every list is of one grade, so no order is better than another. */
export const oneGrade: ErrorConstructor<{ readonly learner: string; readonly rows: number }> = defineError(
  "learn.one-class",
  {
    headline: "No list to put in order",
    message: ({ learner, rows }: { readonly learner: string; readonly rows: number }) =>
      `The learner ${learner} needs a list with at least two different grades. None of the lists in ${rows} rows has them.`,
    hint: () => "Check how the outcome is joined, and that the rows of a list share its number.",
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

interface BadClasses {
  readonly task: string;
  readonly need: number;
  readonly got: readonly string[];
}

/** Too few classes, or one twice. */
export const classesInvalid: ErrorConstructor<BadClasses> = defineError("learn.classes-invalid", {
  headline: "Classes that cannot be told apart",
  message: ({ task, need, got }: BadClasses) =>
    `The task ${task} needs at least ${need} ${need === 1 ? "label" : "classes"}, all of different names. Got ${wordClasses(got)}.`,
});

function wordClasses(classes: readonly string[]): string {
  if (classes.length === 0) return "none";
  const twice = classes.find((name, i) => classes.indexOf(name) < i);
  return twice === undefined ? `${classes.length}` : `\`${twice}\` twice`;
}

interface NoGroup {
  readonly row: number;
  readonly got: number | undefined;
}

/** A row of a ranking that is in no list. */
export const groupsMissing: ErrorConstructor<NoGroup> = defineError("learn.groups-missing", {
  headline: "A row in no list",
  message: ({ row, got }: NoGroup) =>
    `Ranking needs the number of every row's list, 0 or more. Row ${row} has ${got ?? "none"}.`,
  hint: () => "Name the field that says which rows were shown together.",
});

interface InfiniteValue {
  readonly column: string;
  readonly row: number;
  readonly got: number;
}

/** A feature that is no finite number. */
export const valueInfinite: ErrorConstructor<InfiniteValue> = defineError("learn.value-infinite", {
  headline: "An infinite feature",
  message: ({ column, row, got }: InfiniteValue) =>
    `A feature must be a finite number or missing. Row ${row} of \`${column}\` has ${got}.`,
  hint: () => "Leave it missing, or cap it at a value that means something.",
});

/** Two columns of one name: which of them a row means cannot be said. */
export const columnRepeated: ErrorConstructor<{ readonly column: string }> = defineError("learn.column-repeated", {
  headline: "Two features of one name",
  message: ({ column }: { readonly column: string }) =>
    `Every feature must have a name of its own. Two columns are called \`${column}\`.`,
  hint: () => "Leave one of them out, or give it another name.",
});

interface NoColumn {
  readonly learner: string;
  readonly column: string;
  readonly kind: string;
}

/** A column that a learner's parameters name and the table lacks, or has in another kind. */
export const columnMissing: ErrorConstructor<NoColumn> = defineError("learn.column-missing", {
  headline: "A feature that the learner needs",
  message: ({ learner, column, kind }: NoColumn) =>
    `The learner ${learner} needs the feature \`${column}\`, a ${kind}. The table has none of that name and kind.`,
  hint: () => "Declare the feature, or name another in the learner's parameters.",
});

interface SameSides {
  readonly learner: string;
  readonly column: string;
}

/** One feature for both sides: there are no pairs to learn from. */
export const sidesSame: ErrorConstructor<SameSides> = defineError("learn.sides-same", {
  headline: "One feature for both sides",
  message: ({ learner, column }: SameSides) =>
    `The learner ${learner} needs two different features, one that says who and one that says what. Both \`user\` and \`item\` are \`${column}\`.`,
  hint: () => 'Write it as `factors({ user: "customer", item: "article" })`.',
});

interface BadWeight {
  readonly row: number;
  readonly got: number | undefined;
}

/** A weight that is negative, too large or no number. */
export const weightInvalid: ErrorConstructor<BadWeight> = defineError("learn.weight-invalid", {
  headline: "A weight that cannot be used",
  message: ({ row, got }: BadWeight) =>
    `Every row's weight must be a number from 0 to 1e100. Row ${row} has ${got ?? "none"}.`,
  hint: () => "Only the weights' ratios to each other matter, and to the penalties: divide them by their mean.",
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
  hint: ({ task }) => (task === "binary" || task === "multiclass" ? "Try gbdt or logistic." : "Try gbdt."),
});

/** A column of times: as a feature it would only ever grow. */
export const timeUnsupported: ErrorConstructor<{ readonly column: string }> = defineError("learn.time-unsupported", {
  headline: "A time is not a feature",
  message: ({ column }: { readonly column: string }) =>
    `A feature must be a number, a text or a flag. The column \`${column}\` is a time.`,
  hint: () => "Declare a feature made from it: an age, an hour of the day, a day of the week.",
});
