import type { Instant } from "../../kernel/index.ts";
import type { Delta, Lopsided } from "./delta.ts";

/**
 * How the error of an offline delta was reckoned. `paired`: from the same decisions, row by row. `independent`: from two
 * sets of decisions. `bound`: from the same decisions as if they were two sets, which is too large by an unknown amount.
 */
export type ErrorKind = "paired" | "independent" | "bound";

/** What an evaluation on past decisions promised: the treatment's metric minus the control's. */
export interface OfflineDelta extends Delta {
  readonly errors: ErrorKind;
}

/** What the experiment measured: the treatment's metric minus the control's. */
export interface OnlineLift extends Lopsided {
  /**
   * Correlation of this lift's error with that of the money's, because the same units brought both; between −1 and 1.
   * Absent: nobody reckoned it, and what this metric is worth in money cannot be told from this comparison.
   */
  readonly errorCorrelation?: number;
}

/** Name of the lift in money per decision, which the ledger adds up and the exchange rate pays in. */
export const MONEY_PER_DECISION = "moneyPerDecision";

/**
 * Name of what a holdback measured of acting: the share of the yes that it changes, of those that are acted on. No difference of a
 * metric, and with an interval of its own: `low` and `high`.
 */
export const EFFECT_OF_ACTING = "effectOfActing";

/** Name of the offline delta in money per decision, paired on the same decisions. */
export const OFFLINE_MONEY = "moneyPerDecision";

/** One finished comparison of two releases, whether it was won, lost or spoilt. */
export interface ArchivedComparison {
  readonly v: 1;
  readonly system: string;
  /** Name of the experiment; with the arm it names the comparison within its system. */
  readonly experiment: string;
  /** The arm that was compared with the control. */
  readonly arm: string;
  /** `ab`, `holdback`, `switchback` … A `holdback` measures everything shipped so far, and is no single comparison. */
  readonly design: string;
  /** Who got which release was settled by lot, or it was not. Only what was randomised counts as proof. */
  readonly basis: "randomised" | "observational";
  readonly releases: { readonly control: string; readonly treatment: string };
  /** When it ran, milliseconds since 1970; the end is not part of it. */
  readonly from: Instant;
  readonly until: Instant;
  readonly units: number;
  /** ISO 4217, or what the objective counts in. */
  readonly currency: string;
  readonly offline: Readonly<Record<string, OfflineDelta>>;
  readonly online: Readonly<Record<string, OnlineLift>>;
  /** The readout's verdict in its own words: `better`, `ship`, `invalid` … */
  readonly verdict: string;
  /** Why it must not be counted; empty when it may. An invalid comparison is kept, and never reckoned with. */
  readonly invalid: readonly string[];
  /** What was done about it. */
  readonly decision: "shipped" | "not-shipped" | "undecided";
  readonly why: string;
}

/** A comparison of the archive as it is stored. */
export interface StoredComparison extends ArchivedComparison {
  /** `system/experiment/arm`. */
  readonly id: string;
  /** 1, 2, 3 …: read out once more, it is archived once more; nothing is overwritten. */
  readonly revision: number;
  readonly by: string;
  readonly at: Instant;
}

/** Whether a comparison is proof of what its treatment brought: randomised, valid, and of one release against one other. */
export function isProof({ basis, invalid, design, releases }: ArchivedComparison): boolean {
  const isOfTwo = design !== "holdback" && releases.control !== releases.treatment;
  return basis === "randomised" && invalid.length === 0 && isOfTwo;
}
