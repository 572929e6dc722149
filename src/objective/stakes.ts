import { defineError, type ErrorConstructor } from "../kernel/index.ts";
import { isAnswerPayoff } from "./answer-payoff.ts";
import type { Objective, Payoff } from "./objective.ts";

/** What is at stake in one decision: the two actions, and what each comes to when the truth is yes or no. */
export interface Stakes {
  /** The action for a case taken to be true. */
  readonly act: string;
  readonly otherwise: string;
  /** Net money of each action by truth, at the effect in use. */
  readonly money: Readonly<Record<"act" | "otherwise", Payoff>>;
  readonly currency: string;
  /** "assumed" when the objective is unstated or its effect has not been measured. */
  readonly basis: "measured" | "assumed";
}

export const payoffUndecided: ErrorConstructor<{ readonly why: string }> = defineError("objective.payoff-undecided", {
  headline: "A payoff that does not say when to act",
  message: ({ why }: { readonly why: string }) =>
    `The payoff must name two actions, one of which is worth more when the truth is yes. ${why}`,
  hint: () => "Write it as `payoff: { call: { yes: 1900, no: 0 }, skip: { yes: 0, no: 0 } }`.",
});

/** An action and what it comes to. */
interface Priced extends Payoff {
  readonly action: string;
  readonly cost: number;
}

/**
 * Reads the stakes out of an objective. The acting one of its two actions is the one that gains more from a yes.
 * `effect` (default: the objective's own, or 1) is the share of the true cases that acting changes; the others end as if
 * nobody had acted. Throws `objective.payoff-undecided`.
 */
export function stakesOf(objective: Objective, effect: number = objective.effect?.value ?? 1): Stakes {
  const [acting, resting] = readActions(objective);
  const changed = resting.yes + effect * (acting.yes - resting.yes);
  return {
    act: acting.action,
    otherwise: resting.action,
    money: { act: subtractCost({ ...acting, yes: changed }), otherwise: subtractCost(resting) },
    currency: objective.currency,
    basis: !objective.stated || objective.effect?.basis === "assumed" ? "assumed" : "measured",
  };
}

/** What each action is worth. Throws `objective.payoff-undecided` for an objective that prices other answers. */
export function actionPayoff({ payoff }: Pick<Objective, "payoff">): Readonly<Record<string, Payoff>> {
  if (isAnswerPayoff(payoff)) throw payoffUndecided({ why: `It is made by \`${payoff.payoff}\`.` });
  return payoff;
}

/** The acting one first. */
function readActions({ cost, ...objective }: Objective): readonly [Priced, Priced] {
  const actions = Object.entries(actionPayoff(objective)).map(([action, money]) => ({
    action,
    ...money,
    cost: cost[action] ?? 0,
  }));
  const [first, second] = actions;
  if (first === undefined || second === undefined || actions.length > 2)
    throw payoffUndecided({ why: `It names ${actions.length}.` });
  for (const { action, yes, no, cost: price } of [first, second])
    if (![yes, no, price].every(Number.isFinite))
      throw payoffUndecided({
        why: `"${action}" has an amount that is not a finite number: ${yes}, ${no}, cost ${price}.`,
      });
  const gain = ({ yes, no }: Payoff): number => yes - no;
  if (gain(first) === gain(second))
    throw payoffUndecided({ why: `"${first.action}" and "${second.action}" gain the same from a yes.` });
  return gain(first) > gain(second) ? [first, second] : [second, first];
}

function subtractCost({ yes, no, cost }: Priced): Payoff {
  return { yes: yes - cost, no: no - cost };
}

/** The gain of acting over not acting, when the truth is yes and when it is no. */
export function advantage({ money }: Stakes): Payoff {
  return { yes: money.act.yes - money.otherwise.yes, no: money.act.no - money.otherwise.no };
}

/** The most that can be gained over another in one decision: a yes acted on, or a no left alone. */
export function bestGain(stakes: Stakes): number {
  const { yes, no } = advantage(stakes);
  return Math.max(yes, -no, 0);
}

/**
 * The probability of yes from which acting pays: Elkan, The Foundations of Cost-Sensitive Learning, 2001.
 * 0 when acting never loses, Infinity when a yes gains nothing by it: a threshold cannot then say when to act.
 */
export function breakEven(stakes: Stakes): number {
  const { yes, no } = advantage(stakes);
  if (yes <= 0 && (yes < 0 || no <= 0)) return Infinity;
  if (no >= 0) return 0;
  return -no / (yes - no);
}

/** Expected money of acting with probability `share` on a case whose probability of yes is `p` (or whose truth is 0 or 1). */
export function expectedMoney({ money }: Stakes, p: number, share: number): number {
  const act = p * money.act.yes + (1 - p) * money.act.no;
  const rest = p * money.otherwise.yes + (1 - p) * money.otherwise.no;
  return share * act + (1 - share) * rest;
}
