/**
 * How an assumption is checked, as data. All but the last two are checked against the data by `alidade assess` and `check`.
 * `Field` and `Outcome`: the names that it speaks of.
 */
export type AssumptionCheck<Field extends string = string, Outcome extends string = string> =
  /** No more than this share of a field's values is missing; default 0. Without fields: of every field. */
  | { readonly check: "complete"; readonly fields?: readonly Field[]; readonly missing?: number }
  /** At least so many rows, or rows in which an outcome is true. */
  | { readonly check: "rows"; readonly atLeast: number; readonly outcome?: Outcome }
  /** The mean of an outcome, or the share in which it is true, lies in a range. */
  | { readonly check: "outcome"; readonly outcome: Outcome; readonly between: readonly [low: number, high: number] }
  /** No two rows have the same values of these fields. */
  | { readonly check: "unique"; readonly fields: readonly Field[] }
  /** The newest row is no older than this, as a duration such as `30d`. */
  | { readonly check: "fresh"; readonly within: string }
  /** Rows come evenly: the busiest day has at most so many times the rows of the middle one. */
  | { readonly check: "steady"; readonly times: number }
  /** Only a randomised experiment can tell. */
  | { readonly check: "experiment" }
  /** Somebody has to say; `answer` is what they said, once they have. */
  | { readonly check: "ask"; readonly who: string; readonly answer?: "yes" | "no" };
