/** Decisions whose field, as it came, has this value. */
export interface Among {
  readonly field: string;
  readonly is: string | number | boolean;
}

/** A number that every decision brings, or comes to have, as the journal tells it. `Name`: the outcomes that it speaks of. */
export type Quantity<Name extends string = string> =
  /** What the decision brought in the objective's currency. */
  | { readonly quantity: "money" }
  /** One for every decision. */
  | { readonly quantity: "decisions" }
  /** One for every decision that acted; of one action, where it is named. */
  | { readonly quantity: "acted"; readonly action?: string }
  /**
   * The declared outcome: 1 and 0 for a flag, its value for a number; of a ranking, the sum over its candidates. A flag that
   * nobody reported in time did not happen. A number that nobody reported adds nothing to a unit's sum and to a ratio, and
   * is left out of a mean per decision.
   */
  | { readonly quantity: "outcome"; readonly outcome: Name }
  /** Milliseconds that the decision took. */
  | { readonly quantity: "latency" }
  /** One for every decision that a fallback answered. */
  | { readonly quantity: "fallback" }
  /** One for every decision that a model should have answered and did not. */
  | { readonly quantity: "failed" }
  /** One for every decision whose receipt gives its reasons. */
  | { readonly quantity: "explained" }
  /** What the decision's action cost, by the objective. */
  | { readonly quantity: "cost" }
  /** So much for each action, as somebody has declared: minutes of work, money spent. */
  | { readonly quantity: "declared"; readonly perAction: Readonly<Record<string, number>> }
  /**
   * One for every decision whose truth is known; and for every one of these that was wrong. Where acting changes the outcome,
   * only what was not acted on can be judged.
   */
  | { readonly quantity: "judged" | "wrong"; readonly among?: Among };

/** How a metric is made of the decisions of many units (entities), as data. `Name`: the outcomes that it speaks of. */
export type Measure<Name extends string = string> =
  /** The sum of a unit's decisions, averaged over units; or averaged over decisions. */
  | { readonly measure: "mean"; readonly of: Quantity<Name>; readonly per: "unit" | "decision" }
  /** The share of units in which it happened at least once; or of decisions. */
  | { readonly measure: "share"; readonly of: Quantity<Name>; readonly per: "unit" | "decision" }
  /** One sum over another. */
  | { readonly measure: "ratio"; readonly of: Quantity<Name>; readonly over: Quantity<Name> }
  /** The value that a share `q` of the decisions stays below. */
  | { readonly measure: "quantile"; readonly of: Quantity<Name>; readonly q: number }
  /** The share of units that are decided for again on this day after their first, or later. */
  | { readonly measure: "retention"; readonly day: number }
  /** The sum over all decisions, brought to so long a time. */
  | { readonly measure: "total"; readonly of: Quantity<Name>; readonly per: Span }
  /** A total beyond that of the holdback: what units brought more than those never acted on, times their number. */
  | { readonly measure: "incremental"; readonly of: Quantity<Name>; readonly per: Span }
  /** How many units were decided for in the last so many days. */
  | { readonly measure: "active"; readonly days: number }
  /** How many answers, shown candidates or actions it is as if all were used alike: 2 Σ i pᵢ − 1, the most used first. */
  | { readonly measure: "catalogue" }
  /** Money of a unit in 30 days, times the months that it stays where a share `kept` (assumed) of them stays each month. */
  | { readonly measure: "lifetime"; readonly months: number; readonly kept: number }
  /** A declared cost of running a month, for each thousand decisions. */
  | { readonly measure: "running-cost"; readonly perMonth: number };

/** A length of time that a total is brought to. A month is 30 days, a year 365. */
export type Span = "second" | "day" | "month" | "year";

/** What is measured, before anybody has said what for: made by `share("clicked")`, or by a metric of the catalogue. */
export interface Measured<Name extends string = string> {
  /** Name of the metric in the catalogue that it is an instance of. Absent: one of its own. */
  readonly metric?: string;
  readonly measure: Measure<Name>;
  /** Which way is better, unless the file says otherwise. */
  readonly direction: "increase" | "decrease";
}
