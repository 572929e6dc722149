import { bestGain, isAnswerPayoff, type Objective, stakesOf } from "../../../objective/index.ts";
import { count, formatQuantity, money } from "../../../report/index.ts";
import type { Harm } from "../alert.ts";

/** What is known of how much is at stake. */
export interface AtStake {
  readonly objective: Objective;
  /** Decisions a day; null where nobody knows. */
  readonly decisionsPerDay: number | null;
  /** What a decision has earned lately, measured. Absent: the most that one can be worth is taken. */
  readonly perDecision?: number | null;
}

/** What a fault that touches this share of the decisions may cost a day. */
export function harmOf(reach: number, { objective, decisionsPerDay, perDecision = null }: AtStake): Harm {
  const entities = decisionsPerDay === null ? null : Math.round(reach * decisionsPerDay);
  const worth = objective.stated ? (perDecision === null ? worthOf(objective) : Math.abs(perDecision)) : null;
  const amount = worth === null || decisionsPerDay === null ? null : reach * decisionsPerDay * worth;
  return { money: amount, currency: amount === null ? null : objective.currency, entities };
}

/** The most that one decision can gain or lose; null where the payoff gives no bound. */
function worthOf(objective: Objective): number | null {
  const { payoff } = objective;
  if (!isAnswerPayoff(payoff)) return bestGain(stakesOf(objective));
  if (payoff.payoff === "right-or-wrong") return Math.abs(payoff.right - payoff.wrong);
  return null;
}

/** How bad it is, in money or else in decisions; or that nobody knows, and why. */
export function wordHarm({ money: amount, currency, entities }: Harm): string {
  if (entities === 0) return "no decision is touched";
  const touched = entities === null ? undefined : `${formatQuantity(count(entities))} decisions a day`;
  // Less than half a cent reads as nothing.
  if (amount !== null && currency !== null && amount >= 0.005) {
    const cost = `up to ${formatQuantity(money(rounded(amount), currency), amount < 100 ? 2 : 0)} a day`;
    return touched === undefined ? cost : `${cost}, ${touched}`;
  }
  return touched ?? "how bad is not known: too few decisions yet to say how many it touches";
}

/** Two digits: more would promise what nobody knows. */
function rounded(amount: number): number {
  return Number(amount.toPrecision(2));
}
