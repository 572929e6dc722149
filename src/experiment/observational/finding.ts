import type { Insufficient } from "../../kernel/index.ts";
import type { ObservationalEstimate } from "../../stats/index.ts";

/** A check that a comparison without a lottery can fail. To pass it proves nothing; to fail it disproves. */
export interface Check {
  /** `pre-trend`, `placebo-time`, `placebo-series`. */
  readonly name: string;
  /** What it asks, and what the answer was, in a sentence. */
  readonly message: string;
  readonly pValue: number | Insufficient;
  readonly failed: boolean;
}

/** How an effect was guessed at. */
export type ObservationalMethod = "difference-in-differences" | "interrupted-series" | "before-after" | "mediation";

/**
 * What seems to have changed, by a comparison that nobody randomised. It is no proof: no gate takes it, no exchange rate
 * learns from it, no ledger adds it up.
 */
export interface ObservationalFinding {
  readonly basis: "observational";
  readonly method: ObservationalMethod;
  readonly effect: ObservationalEstimate | Insufficient;
  readonly checks: readonly Check[];
  /** Whether a check failed: then something else than the change is at work, and the effect is not to be believed. */
  readonly confounded: boolean;
  /** What must be true for the effect to mean what it says. Nobody can test these. */
  readonly assumes: readonly string[];
}

/** The chance of a false alarm of all checks of one finding together. */
export const CHECKS_ALPHA = 0.05;

/** A check's verdict at its part of {@link CHECKS_ALPHA}. */
export function checkOf({ name, message, pValue }: Pick<Check, "name" | "message" | "pValue">, of: number): Check {
  return { name, message, pValue, failed: typeof pValue === "number" && pValue < CHECKS_ALPHA / of };
}
