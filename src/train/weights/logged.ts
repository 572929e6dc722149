import type { Table } from "../../data/index.ts";
import { evaluate } from "../../features/index.ts";
import { defineError, type ErrorConstructor, isInsufficient } from "../../kernel/index.ts";
import { propensityWeights } from "../../learn/index.ts";
import type { Outcome } from "../../system/index.ts";
import { type NumberedRow, wordRows, wrongRows } from "./wrong-rows.ts";

/** The rows of an outcome whose history was left to chance, and what weighing them came to. */
export interface LoggedRows {
  /** 1 / propensity, capped, of mean 1 over the rows that tell of the outcome; 0 for the others. */
  readonly weight: Float64Array;
  /** So many equally weighted rows would be worth as much (Kish). */
  readonly effective: number;
  /** Rows that tell of the outcome. */
  readonly rows: number;
  /** Rows whose weight was cut off at the cap, and the share of all weight that was: what a rate is off by at most. */
  readonly capped: number;
  readonly lost: number;
}

interface BadPropensities {
  readonly outcome: string;
  readonly found: readonly NumberedRow[];
  readonly count: number;
  readonly rows: number;
}

/** Rows whose propensity was not logged, or cannot be. */
export const propensityUnusable: ErrorConstructor<BadPropensities> = defineError("train.propensity-unusable", {
  headline: "Propensities that cannot be",
  message: ({ outcome, found, count, rows }: BadPropensities) =>
    `The \`propensity\` of outcome \`${outcome}\` must be a number above 0 and at most 1 in every row that is learned from. In ${count} of ${rows} it is not: ${wordRows(found, count)}.`,
  hint: () =>
    "It is the probability with which that was done which was done. Exclude the rows for which it was not logged in the contract.",
});

/** Nothing less likely than this was logged right. */
const LEAST = 1e-100;

/**
 * The weights of an outcome's rows; undefined where it names no propensity. `tells` says which rows tell of it, `numbers` which
 * rows of the snapshot they are. Throws `train.propensity-unusable`.
 */
export function loggedRows(
  { name, outcome, tells }: { readonly name: string; readonly outcome: Outcome; tells(row: number): boolean },
  table: Table,
  numbers: Int32Array,
): LoggedRows | undefined {
  if (outcome.propensity === undefined) return undefined;
  const values = evaluate(outcome.propensity, table, "propensity");
  const { found, rows, wrong } = wrongRows(values, { numbers, tells, accepts: isPropensity });
  if (wrong.count > 0) throw propensityUnusable({ outcome: name, ...wrong, rows: rows.length });
  const weighed = propensityWeights(
    Float64Array.from(rows, (row) => found[row] as number),
    outcome.cap === undefined ? {} : { cap: outcome.cap },
  );
  const weight = new Float64Array(table.rows);
  if (isInsufficient(weighed)) return { weight, effective: 0, rows: 0, capped: 0, lost: 0 };
  rows.forEach((row, i) => {
    weight[row] = weighed.weights[i] as number;
  });
  const { effective, capped, lost } = weighed;
  return { weight, effective, rows: rows.length, capped, lost };
}

function isPropensity(value: number): boolean {
  return value >= LEAST && value <= 1;
}
