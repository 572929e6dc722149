/**
 * What is required of the system besides money. It drives checks and defaults: `alidade check` lists what each word demanded
 * and what it set.
 */
export interface Requirements {
  /** The rule that the decisions fall under, such as `"GDPR"` or `"medical device"`. Demands strict validation, owners, approval. */
  readonly regulated?: string;
  /** Answers are waited for: a decision takes no longer than this at p99, and events are seen no later than `fresh`. */
  readonly realTime?: { readonly p99Ms: number; readonly fresh?: string };
  /** Decisions are made in files, this often, such as `"1d"`. */
  readonly batch?: { readonly every: string };
  /** Decisions a second at the busiest time. */
  readonly peakPerSecond?: number;
  /** How often it must be trained anew, at the latest, such as `"30d"`. */
  readonly retrain?: string;
  /** How long records are kept, such as `{ decisions: "730d" }`. */
  readonly keep?: { readonly decisions?: string; readonly snapshots?: string; readonly models?: string };
  /** Money: what building may cost, and running a year. */
  readonly budget?: { readonly build?: number; readonly perYear?: number };
  /** Where it runs. */
  readonly runsOn?: "laptop" | "own servers" | "cloud" | "browser";
}
