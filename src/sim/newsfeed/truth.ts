import type { Row } from "../../data/index.ts";
import { type Insufficient, insufficient } from "../../kernel/index.ts";
import type { Opportunity } from "./opportunity.ts";

/** What an action earns, by whether the visitor engages. In the currency of the business. */
export type Payoff = Readonly<Record<"show" | "skip", { readonly yes: number; readonly no: number }>>;

/** Showing earns 8 cents from who engages and costs 1 cent of attention from who does not: break-even at 1/9. */
export const newsfeedPayoff: Payoff = Object.freeze({ show: { yes: 0.08, no: -0.01 }, skip: { yes: 0, no: 0 } });

/** The probability with which a policy shows, from what the product sees. */
export type ShowPolicy = (given: Row) => number;

export type Estimand = "money-per-visitor" | "money-per-decision";

/** Monte Carlo over visitors: the mean, and its standard error as an estimate for the endless population. */
export interface Truth {
  readonly value: number;
  readonly standardError: number;
  /** Visitors with at least one opportunity; the others never meet a decision and are not counted. */
  readonly visitors: number;
  readonly decisions: number;
}

/** What one visitor brings in expectation: the sums that the estimands need. */
export interface VisitorSum {
  readonly money: number;
  readonly decisions: number;
}

/** Expected money of one visitor under the policy (less that under `against`), by the true probabilities. */
export function expectedSum(
  opportunities: readonly Opportunity[],
  policies: { readonly policy: ShowPolicy; readonly against?: ShowPolicy | undefined; readonly payoff: Payoff },
): VisitorSum {
  const { policy, against, payoff } = policies;
  let money = 0;
  for (const { given, truth } of opportunities) {
    const worth = (action: "show" | "skip") =>
      truth.probability * payoff[action].yes + (1 - truth.probability) * payoff[action].no;
    const baseline = against === undefined ? worth("skip") : 0;
    const shown = policy(given) - (against?.(given) ?? 0);
    money += baseline + shown * (worth("show") - worth("skip"));
  }
  return { money, decisions: opportunities.length };
}

/**
 * The estimand from the visitors' sums. Per decision it is a ratio of two sums, its error linearised (Cochran,
 * Sampling Techniques, 1977, section 6.3), so that one visitor's many decisions are not taken for many witnesses.
 */
export function truthOf(sums: readonly VisitorSum[], estimand: Estimand): Truth | Insufficient {
  const came = sums.filter(({ decisions }) => decisions > 0);
  const n = came.length;
  if (n < 2) return insufficient("too-few-visitors", { need: 2, have: n });
  const decisions = came.reduce((sum, visitor) => sum + visitor.decisions, 0);
  const money = came.reduce((sum, visitor) => sum + visitor.money, 0);
  const perVisitor = estimand === "money-per-visitor";
  const value = perVisitor ? money / n : money / decisions;
  const scale = perVisitor ? 1 : decisions / n;
  const squares = came.reduce((sum, visitor) => {
    const residual = (visitor.money - value * (perVisitor ? 1 : visitor.decisions)) / scale;
    return sum + residual * residual;
  }, 0);
  return { value, standardError: Math.sqrt(squares / (n - 1) / n), visitors: n, decisions };
}
