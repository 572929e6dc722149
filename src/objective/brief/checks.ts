import type { AssumptionCheck } from "./assumption-check.ts";

type Names<Name extends string> = Name | readonly Name[];

/**
 * No value is missing, of these fields or of any; with `{ missing: 0.05 }`, at most that share of each.
 *
 * @example complete(), complete("age"), complete(["age", "race"], { missing: 0.05 })
 */
export function complete<const Field extends string = never>(
  fields?: Names<Field>,
  { missing }: { readonly missing?: number } = {},
): AssumptionCheck<Field, never> {
  const named = fields === undefined ? {} : { fields: listed(fields) };
  return Object.freeze({ check: "complete", ...named, ...(missing === undefined ? {} : { missing }) });
}

/**
 * There are at least so many rows; or so many in which an outcome is true.
 *
 * @example rowsAtLeast(10_000), rowsAtLeast(500, { outcome: "readmitted" })
 */
export function rowsAtLeast<const Outcome extends string = never>(
  atLeast: number,
  { outcome }: { readonly outcome?: Outcome } = {},
): AssumptionCheck<never, Outcome> {
  return Object.freeze({ check: "rows", atLeast, ...(outcome === undefined ? {} : { outcome }) });
}

/**
 * The share in which an outcome is true, or the mean of a number, lies in a range.
 *
 * @example outcomeBetween("readmitted", 0.05, 0.2)
 */
export function outcomeBetween<const Outcome extends string>(
  outcome: Outcome,
  low: number,
  high: number,
): AssumptionCheck<never, Outcome> {
  return Object.freeze({ check: "outcome", outcome, between: Object.freeze([low, high] as const) });
}

/**
 * No two rows have the same values of these fields.
 *
 * @example unique("ticket"), unique(["patient", "admitted"])
 */
export function unique<const Field extends string>(fields: Names<Field>): AssumptionCheck<Field, never> {
  return Object.freeze({ check: "unique", fields: listed(fields) });
}

/**
 * The newest row is no older than this.
 *
 * @example fresh("30d")
 */
export function fresh(within: string): AssumptionCheck<never, never> {
  return Object.freeze({ check: "fresh", within });
}

/**
 * Rows come evenly: the busiest day has at most so many times the rows of the middle one.
 *
 * @example steady(3)
 */
export function steady(times: number): AssumptionCheck<never, never> {
  return Object.freeze({ check: "steady", times });
}

/** Only a randomised experiment can tell. */
export function byExperiment(): AssumptionCheck<never, never> {
  return Object.freeze({ check: "experiment" });
}

/**
 * Somebody has to say it, by role; and what they said, once they have.
 *
 * @example ask("the nurses"), ask("the nurses", "yes")
 */
export function ask(who: string, answer?: "yes" | "no"): AssumptionCheck<never, never> {
  return Object.freeze({ check: "ask", who, ...(answer === undefined ? {} : { answer }) });
}

function listed<Name extends string>(names: Names<Name>): readonly Name[] {
  return Object.freeze(typeof names === "string" ? [names] : [...names]);
}
