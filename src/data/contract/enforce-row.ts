import { defineError, type ErrorConstructor } from "../../kernel/index.ts";
import type { Row } from "../table.ts";
import type { Contract } from "./contract.ts";
import { type Breach, type Problem, type RowOptions, rowJudge } from "./judge-row.ts";

export const givenWrongType: ErrorConstructor<{ readonly problems: readonly Problem[] }> = defineError(
  "data.given-wrong-type",
  {
    headline: "Values of the wrong type",
    message: ({ problems }: { readonly problems: readonly Problem[] }) =>
      problems.map(({ field, problem }) => `\`${field}\` ${problem}`).join("\n"),
    hint: () => "Send each field as its contract says, or leave it out when it is not known.",
  },
);

export interface EnforcedRow {
  /** Every field that is known before a decision; `null` where nothing was given. Times are milliseconds. */
  readonly row: Row;
  readonly breaches: readonly Breach[];
}

/** Holds what callers give against one contract, whose rules were prepared once. */
export type RowEnforcer = (given: unknown) => EnforcedRow;

/** One row against a contract, see {@link rowEnforcer}; for more than a few rows, make the enforcer once. */
export function enforceRow(given: unknown, contract: Contract): EnforcedRow {
  return rowEnforcer(contract)(given);
}

/**
 * Prepares the check of what a caller gives for one decision. A value of the wrong type, an unknown field and a field
 * known only afterwards throw `data.given-wrong-type`, all of them at once; a value out of its range, not among the
 * allowed ones or absent, and a row that breaks a rule over several fields, is flagged. Without `now` no time is too late.
 */
export function rowEnforcer(contract: Contract, options: Omit<RowOptions, "environment"> = {}): RowEnforcer {
  const judge = rowJudge(contract, { ...options, environment: "serving" });
  return (given) => {
    const { row, breaches, problems } = judge(objectOf(given));
    if (problems.length > 0) throw givenWrongType({ problems });
    return { row, breaches };
  };
}

function objectOf(given: unknown): object {
  if (typeof given === "object" && given !== null && !Array.isArray(given)) return given;
  const shown = Array.isArray(given)
    ? "a list"
    : typeof given === "string"
      ? JSON.stringify(given.slice(0, 60))
      : String(given);
  throw givenWrongType({ problems: [{ field: "given", problem: `must be an object. Got ${shown}.` }] });
}
