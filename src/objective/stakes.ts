import { defineError, type ErrorConstructor } from "../kernel/index.ts";
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

/**
 * Reads the stakes out of an objective. The acting one of its two actions is the one that gains more from a yes.
 * `effect` (default: the objective's own, or 1) scales what acting earns on a true case. Throws `objective.payoff-undecided`.
 */
export function stakesOf(objective: Objective, effect: number = objective.effect?.value ?? 1): Stakes {
  const [first, second, ...more] = Object.entries(objective.payoff);
  if (first === undefined || second === undefined || more.length > 0)
    throw payoffUndecided({ why: `It names ${Object.keys(objective.payoff).length}.` });
  const gain = ([, payoff]: [string, Payoff]): number => payoff.yes - payoff.no;
  if (gain(first) === gain(second))
    throw payoffUndecided({ why: `"${first[0]}" and "${second[0]}" gain the same from a yes.` });
  const [acting, resting] = gain(first) > gain(second) ? [first, second] : [second, first];
  return {
    act: acting[0],
    otherwise: resting[0],
    money: { act: net(objective, acting, effect), otherwise: net(objective, resting, 1) },
    currency: objective.currency,
    basis: !objective.stated || objective.effect?.basis === "assumed" ? "assumed" : "measured",
  };
}

function net(objective: Objective, [action, payoff]: [string, Payoff], effect: number): Payoff {
  const cost = objective.cost[action] ?? 0;
  return { yes: payoff.yes * effect - cost, no: payoff.no - cost };
}

/** The gain of acting over not acting, when the truth is yes and when it is no. */
export function advantage({ money }: Stakes): Payoff {
  return { yes: money.act.yes - money.otherwise.yes, no: money.act.no - money.otherwise.no };
}

/**
 * The probability of yes from which acting pays: Elkan, The Foundations of Cost-Sensitive Learning, 2001.
 * 0 when acting always pays, above 1 (Infinity) when it never does.
 */
export function breakEven(stakes: Stakes): number {
  const { yes, no } = advantage(stakes);
  if (no >= 0 && yes >= 0) return 0;
  if (yes <= 0) return Infinity;
  return -no / (yes - no);
}

/** Expected money of acting with probability `share` on a case whose probability of yes is `p` (or whose truth is 0 or 1). */
export function expectedMoney({ money }: Stakes, p: number, share: number): number {
  const act = p * money.act.yes + (1 - p) * money.act.no;
  const rest = p * money.otherwise.yes + (1 - p) * money.otherwise.no;
  return share * act + (1 - share) * rest;
}
