/** A number that every decision brings, or comes to have, as the journal tells it. */
export type Quantity =
  /** What the decision brought in the objective's currency. */
  | { readonly quantity: "money" }
  /** One for every decision. */
  | { readonly quantity: "decisions" }
  /** One for every decision that acted; of one action, where it is named. */
  | { readonly quantity: "acted"; readonly action?: string }
  /** The declared outcome: 1 and 0 for a flag, its value for a number. */
  | { readonly quantity: "outcome"; readonly outcome: string }
  /** Milliseconds that the decision took. */
  | { readonly quantity: "latency" }
  /** One for every decision that a fallback answered. */
  | { readonly quantity: "fallback" };

/** How a metric is made of the decisions of many units (entities), as data. */
export type Measure =
  /** The sum of a unit's decisions, averaged over units; or averaged over decisions. */
  | { readonly measure: "mean"; readonly of: Quantity; readonly per: "unit" | "decision" }
  /** The share of units in which it happened at least once; or of decisions. */
  | { readonly measure: "share"; readonly of: Quantity; readonly per: "unit" | "decision" }
  /** One sum over another. */
  | { readonly measure: "ratio"; readonly of: Quantity; readonly over: Quantity }
  /** The value that a share `q` of the decisions stays below. */
  | { readonly measure: "quantile"; readonly of: Quantity; readonly q: number }
  /** The share of units that are decided for again on this day after their first, or later. */
  | { readonly measure: "retention"; readonly day: number };
