import { defineError, type ErrorConstructor } from "../../kernel/index.ts";
import { type Model, outputsOf } from "../../model/index.ts";
import { LARGEST } from "../training-labels.ts";

/** Rows that the model has not seen: its raw probability, the truth (0 or 1), and what each row weighs (default 1). */
export interface HeldOut {
  readonly scores: Float64Array;
  readonly label: Float64Array;
  readonly weights?: Float64Array;
}

interface BadRow {
  readonly row: number;
  readonly part: "score" | "label" | "weight";
  readonly allowed: string;
  readonly got: number | undefined;
}

/** A held-out row that says nothing. */
export const heldOutInvalid: ErrorConstructor<BadRow> = defineError("learn.held-out-invalid", {
  headline: "A held-out row that cannot be used",
  message: ({ row, part, allowed, got }: BadRow) =>
    `The ${part} of every held-out row must be ${allowed}. Row ${row} has ${got ?? "none"}.`,
  hint: () => "Leave out the rows whose outcome is not known yet, and give what the model said of the rest.",
});

/** How many outputs a row has, and what its label may be. */
export interface HeldShape {
  readonly width: number;
  readonly labels: number;
  /** In words, after "must be". */
  readonly allowed: string;
  readonly isLabel: (label: number) => boolean;
}

/** One probability and one label of 0 or 1 each. */
export const ONE_PROBABILITY: HeldShape = {
  width: 1,
  labels: 1,
  allowed: "0 or 1",
  isLabel: (label) => label === 0 || label === 1,
};

/** What the held-out rows of a model are like. */
export function shapeOf(signature: Model["signature"]): HeldShape {
  const { task, classes } = signature;
  const width = outputsOf(signature);
  if (task === "regression")
    return {
      width,
      labels: 1,
      allowed: `a number from -${LARGEST} to ${LARGEST}`,
      isLabel: (y) => Math.abs(y) <= LARGEST,
    };
  if (task === "multilabel") return { ...ONE_PROBABILITY, width, labels: classes.length };
  const below = Math.max(2, width);
  const isLabel = (label: number): boolean => Number.isInteger(label) && label >= 0 && label < below;
  return { width, labels: 1, allowed: `a whole number from 0 to ${below - 1}`, isLabel };
}

/** Refuses rows that would teach nonsense. Throws `learn.held-out-invalid`. */
export function checkHeldOut({ scores, label, weights }: HeldOut, shape: HeldShape): void {
  const rows = Math.max(Math.ceil(scores.length / shape.width), Math.ceil(label.length / shape.labels));
  const isWeight = (weight: number): boolean => weight >= 0 && weight <= LARGEST;
  checkPart(scores, { part: "score", rows, each: shape.width, allowed: "a finite number", accepts: Number.isFinite });
  checkPart(label, { part: "label", rows, each: shape.labels, allowed: shape.allowed, accepts: shape.isLabel });
  if (weights === undefined) return;
  checkPart(weights, { part: "weight", rows, each: 1, allowed: `a number from 0 to ${LARGEST}`, accepts: isWeight });
}

interface Part extends Pick<BadRow, "part" | "allowed"> {
  readonly rows: number;
  /** Numbers for each row. */
  readonly each: number;
  accepts(value: number): boolean;
}

function checkPart(values: Float64Array, { part, rows, each, allowed, accepts }: Part): void {
  for (let i = 0; i < rows * each; i++) {
    const got = values[i];
    if (got === undefined || !accepts(got)) throw heldOutInvalid({ row: Math.floor(i / each), part, allowed, got });
  }
}
