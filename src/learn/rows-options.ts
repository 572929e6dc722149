import { defineError, didYouMean, type ErrorConstructor, isObject } from "../kernel/index.ts";
import type { Task } from "../model/index.ts";
import { noRows } from "./errors.ts";
import type { FitContext } from "./learner.ts";

/** What is learned from plain rows. */
export interface RowsOptions {
  /** The column that is predicted; rows in which it is missing teach nothing. Several: a multilabel model. */
  readonly label: string | readonly string[];
  /** Default: true and false are binary, texts multiclass, numbers a regression. */
  readonly task?: Task;
  /** Default: every column but the label, the weight and the group. */
  readonly features?: readonly string[];
  /** The column with the rows' weights. Default: every row weighs 1. */
  readonly weight?: string;
  /** Ranking: the column that says which rows compete. */
  readonly group?: string;
  /**
   * Share of the rows that is set aside to see when to stop, drawn at random, the rows of one group together. Default: 0.1
   * where the learner names `earlyStoppingRounds`, else none.
   */
  readonly validation?: number;
  /** Default 1. */
  readonly seed?: number;
}

interface NoColumn {
  readonly label: string;
  readonly columns: readonly string[];
}

/** A label, or another column that is asked for, which the rows do not have. */
export const labelUnknown: ErrorConstructor<NoColumn> = defineError("learn.label-unknown", {
  headline: "No such column",
  message: ({ label, columns }: NoColumn) =>
    `The rows have no column \`${label}\`. They have ${columns.join(", ") || "none"}.${didYouMean(label, columns)}`,
});

interface Malformed {
  readonly problem: string;
  readonly got: string;
}

/** Rows or options that are of another form. */
export const rowsMalformed: ErrorConstructor<Malformed> = defineError("learn.rows-malformed", {
  headline: "Not what can be learned from",
  message: ({ problem, got }: Malformed) => `${problem}. Got ${got}${got.endsWith("?") ? "" : "."}`,
  hint: () => 'Such as `fitRows(gbdt(), [{ area: 120, price: 300_000 }, …], { label: "price" })`.',
});

/** What one can say beside the label. */
const OPTIONS: Readonly<Record<keyof RowsOptions | keyof FitContext, true>> = {
  label: true,
  task: true,
  features: true,
  weight: true,
  group: true,
  validation: true,
  seed: true,
  start: true,
  team: true,
  loss: true,
  metric: true,
  onProgress: true,
  onCurve: true,
};

/**
 * The columns that the rows have. Throws `learn.rows-malformed`, `learn.no-rows` and `learn.label-unknown` for what the types
 * cannot see.
 */
export function checkRows(learner: { readonly name: string }, rows: unknown, options: unknown): readonly string[] {
  if (!Array.isArray(rows)) throw rowsMalformed({ problem: "The rows must be a list of objects", got: named(rows) });
  if (!isObject(options))
    throw rowsMalformed({ problem: "The options must be an object with a `label`", got: named(options) });
  if (rows.length === 0) throw noRows({ learner: learner.name });
  const odd = rows.findIndex((row) => !isObject(row));
  if (odd >= 0)
    throw rowsMalformed({ problem: "Every row must be an object", got: `${named(rows[odd])} in row ${odd}` });
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  checkOptions(options, columns);
  return columns;
}

function checkOptions(options: object, columns: readonly string[]): void {
  const known = Object.keys(OPTIONS);
  const stranger = Object.keys(options).find((name) => !known.includes(name));
  if (stranger !== undefined)
    throw rowsMalformed({
      problem: `The options are ${known.join(", ")}`,
      got: `\`${stranger}\`.${didYouMean(stranger, known)}`.replace(/\.$/, ""),
    });
  const { label, features = [], weight, group } = options as Partial<RowsOptions>;
  const asked: readonly unknown[] = [label, features, weight ?? [], group ?? []].flat();
  for (const name of asked) {
    if (typeof name !== "string")
      throw rowsMalformed({ problem: "`label`, `features`, `weight` and `group` name columns", got: named(name) });
    if (!columns.includes(name)) throw labelUnknown({ label: name, columns });
  }
}

function named(value: unknown): string {
  if (value === null || value === undefined) return value === null ? "null" : "nothing";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : typeof value === "string" ? `"${value}"` : String(value);
}
