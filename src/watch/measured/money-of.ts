import { pricer } from "../../experiment/index.ts";
import { isAnswerPayoff, labelPayoff, priceOneLabel } from "../../objective/index.ts";
import { type SystemDefinition, targetsOf } from "../../system/index.ts";
import type { JoinedDecision } from "./joined.ts";

/** What pricing asks of a system. */
export type PricedSystem = Pick<SystemDefinition, "name" | "objective" | "outcomes" | "policy" | "heads">;

/** Money of one decision, or null where it cannot be said (yet). */
export type PriceDecision = (joined: JoinedDecision) => number | null;

/**
 * Prices decisions by the objective, whatever kind of answer it is for. While the window of an outcome that prices is open, there
 * is no price: not of what is worth the same either way, either, or the decisions of the last days would be those alone.
 */
export function moneyOf(system: PricedSystem): PriceDecision {
  const { payoff } = system.objective;
  if (isAnswerPayoff(payoff) && payoff.payoff === "per-relevant") return relevancePrice(system, payoff.money);
  if (isAnswerPayoff(payoff) && payoff.payoff === "hit-or-miss") {
    const labels = targetsOf(system).map((label) => ({ label, worth: labelPayoff(payoff, label) }));
    return ({ decision, told }) => {
      const { answer } = decision.body;
      if (!Array.isArray(answer) || labels.some(({ label }) => told[label] === undefined)) return null;
      return labels.reduce(
        (sum, { label, worth }) => sum + priceOneLabel(worth, answer.includes(label), told[label]?.value === true),
        0,
      );
    };
  }
  const target = targetsOf(system)[0] ?? "";
  const price = pricer(system, system.outcomes[target]?.changedByActing ?? false);
  const isAwaited = system.outcomes[target] !== undefined;
  return ({ decision, told }) =>
    isAwaited && told[target] === undefined ? null : price(decision, told[target]?.value ?? null);
}

/** Who saw a candidate and did something is counted by what they did: where it stood is in that already. */
function relevancePrice(system: PricedSystem, money: number): PriceDecision {
  const target = targetsOf(system)[0] ?? "";
  return ({ told }) => {
    const found = told[target];
    if (found === undefined || typeof found.value === "string") return null;
    return money * Number(found.value ?? 0);
  };
}
