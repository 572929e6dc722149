import type { RewardRange } from "../../evaluate/index.ts";
import { known } from "../../kernel/index.ts";
import { isAnswerPayoff, type Payoff, priceLabel, priceValue, realisedMoney, stakesOf } from "../../objective/index.ts";
import type { DecisionRecord } from "../../records/index.ts";
import { type SystemDefinition, targetsOf } from "../../system/index.ts";

type Label = boolean | number | string;

/** What decisions bring, by the outcome that the objective prices. */
export interface Worth {
  readonly outcome: string;
  /** Money of what was done; of a ranking, of what stood at one position. Null where it has no price. */
  money(record: DecisionRecord, label: Label): number | null;
  /** The least and the most that one decision can bring, where that is known. */
  readonly range: RewardRange | undefined;
}

/** How a system's decisions are priced; undefined where several outcomes price one answer. */
export function worthOf(system: SystemDefinition): Worth | undefined {
  const { objective, outcomes, policy } = system;
  if (policy.policy === "pick-labels") return undefined;
  const outcome = known(targetsOf(system)[0], "a system with an outcome");
  if (!isAnswerPayoff(objective.payoff)) {
    const price = realisedMoney(objective, outcomes[outcome]?.changedByActing ?? false);
    const { act, otherwise } = stakesOf(objective);
    const all = [act, otherwise].flatMap((action) => [price(action, true), price(action, false)]);
    return {
      outcome,
      money: ({ body }, label) => price(known(body.action, "the action of a decision"), label === true),
      range: { low: Math.min(...all), high: Math.max(...all) },
    };
  }
  return { outcome, ...answerWorth(objective.payoff) };
}

function answerWorth(
  payoff: Exclude<SystemDefinition["objective"]["payoff"], Readonly<Record<string, Payoff>>>,
): Omit<Worth, "outcome"> {
  switch (payoff.payoff) {
    case "right-or-wrong":
    case "by-answer": {
      const money: Worth["money"] = ({ body: { answer } }, label) =>
        typeof label === "string" ? priceLabel(payoff, typeof answer === "string" ? answer : null, label) : null;
      return { money, range: labelRange(payoff) };
    }
    case "per-unit": {
      const money: Worth["money"] = ({ body: { answer } }, label) =>
        typeof label === "number" && typeof answer === "number" ? priceValue(payoff, answer, label) : null;
      return { money, range: undefined };
    }
    // What was seen is what somebody looked at and wanted: the position has had its part already.
    case "per-relevant":
      return { money: (_, label) => payoff.money * Number(label), range: undefined };
    case "hit-or-miss":
      return { money: () => null, range: undefined };
  }
}

function labelRange(payoff: Parameters<typeof priceLabel>[0]): RewardRange {
  const all =
    payoff.payoff === "by-answer"
      ? [0, ...Object.values(payoff.money).flatMap((row) => Object.values(row))]
      : [payoff.right, payoff.wrong, payoff.partly ?? payoff.wrong];
  return { low: Math.min(...all), high: Math.max(...all) };
}
