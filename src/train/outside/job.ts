import { type Column, type Table, takeRows } from "../../data/index.ts";
import { outputsOf } from "../../model/index.ts";
import type { FitInput } from "../fit/fit-kernel.ts";

/** Raised when the description changes its meaning. */
const VERSION = 1;

/** The rows of a fit as one table: the features by name, then `__label` (or `__label_0` …), `__group` and `__weight`. */
export function trainingTable(input: FitInput): Table {
  const features = takeRows(input.features, input.train);
  const width = labelsPerRow(input);
  const labels = Array.from({ length: width }, (_, k): Column => {
    const values = Float64Array.from(input.train, (row) => input.label[row * width + k] as number);
    return { name: width === 1 ? "__label" : `__label_${k}`, kind: "number", values };
  });
  const groups = input.groups;
  const group: Column[] =
    groups === undefined
      ? []
      : [{ name: "__group", kind: "number", values: Float64Array.from(input.train, (row) => groups[row] as number) }];
  return { rows: features.rows, columns: [...features.columns, ...labels, ...group, ...weightOf(input)] };
}

/** What the command is told: the columns, the task, the seed, where the rows are and where the model goes. */
export function describeJob(input: FitInput): Readonly<Record<string, unknown>> {
  const width = labelsPerRow(input);
  return {
    version: VERSION,
    task: input.task,
    seed: input.seed,
    rows: input.train.length,
    features: input.features.columns.map(({ name, kind }) => ({ name, kind })),
    labels: width === 1 ? ["__label"] : Array.from({ length: width }, (_, k) => `__label_${k}`),
    ...(input.groups === undefined ? {} : { group: "__group" }),
    ...(input.weights === undefined ? {} : { weight: "__weight" }),
    classes: input.classes,
    outputs: outputsOf({ task: input.task, features: [], classes: input.classes }),
  };
}

function weightOf({ weights, train }: FitInput): readonly Column[] {
  if (weights === undefined) return [];
  return [{ name: "__weight", kind: "number", values: Float64Array.from(train, (row) => weights[row] as number) }];
}

function labelsPerRow({ task, classes }: FitInput): number {
  return task === "multilabel" ? classes.length : 1;
}
