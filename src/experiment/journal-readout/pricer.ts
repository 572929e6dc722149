import { defineError, type ErrorConstructor, known } from "../../kernel/index.ts";
import { type AnswerPayoff, isAnswerPayoff, priceLabel, priceValue, realisedMoney } from "../../objective/index.ts";
import { type SystemDefinition, targetsOf } from "../../system/index.ts";
import type { CollectRequest, LabelValue } from "./units.ts";

/** What money is reckoned by. */
export type PricedSystem = Pick<SystemDefinition, "name" | "objective" | "outcomes" | "policy" | "heads">;

interface Several {
  readonly system: string;
  readonly policy: string;
}

export const outcomesSeveral: ErrorConstructor<Several> = defineError("experiment.outcomes-several", {
  headline: "More outcomes than one to read",
  message: ({ system, policy }: Several) =>
    `A readout needs one outcome for each decision. "${system}" (${policy}) has one for each label or candidate.`,
  hint: () => "Compare such systems on past decisions: `alidade train` does, in money.",
});

/** The one outcome that decides what a decision came to. Throws `experiment.outcomes-several` where there are more. */
export function pricedOutcome(system: PricedSystem): string {
  const { policy } = system;
  if (policy.policy === "pick-labels" || policy.policy === "rank-by")
    throw outcomesSeveral({ system: system.name, policy: policy.policy });
  return known(targetsOf(system)[0], "a system with an outcome");
}

/** What a decision came to. Where yes and no are worth the same, nothing needs to be waited for. */
export function pricer(system: PricedSystem, changedByActing: boolean): CollectRequest["money"] {
  const { objective } = system;
  if (isAnswerPayoff(objective.payoff)) return answerPricer(objective.payoff);
  const money = realisedMoney(objective, changedByActing);
  return ({ body }, value: LabelValue | null) => {
    const action = known(body.action, "the action of a decision");
    if (value !== null) return money(action, value === true);
    const [yes, no] = [money(action, true), money(action, false)];
    return yes === no ? yes : null;
  };
}

/** The money of an answer, once the truth is known. */
function answerPricer(payoff: AnswerPayoff): CollectRequest["money"] {
  return ({ body: { answer } }, value: LabelValue | null) => {
    if (value === null) return null;
    if ((payoff.payoff === "right-or-wrong" || payoff.payoff === "by-answer") && typeof value === "string")
      return priceLabel(payoff, typeof answer === "string" ? answer : null, value);
    if (payoff.payoff === "per-unit" && typeof value === "number" && typeof answer === "number")
      return priceValue(payoff, answer, value);
    return null;
  };
}
