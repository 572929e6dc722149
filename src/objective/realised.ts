import type { Objective } from "./objective.ts";
import { actionPayoff, stakesOf } from "./stakes.ts";

/**
 * Money that one decision really came to, from what was done and what then happened.
 *
 * Where acting changes the outcome, a prevented yes cannot be told from a case that was a no all along; what can be seen
 * is a yes that happened all the same. It is charged with what a prevented one would have brought more than a no of the
 * acting side: every difference between arms is then the one that the payoff means, only the level is another.
 */
export function realisedMoney(
  objective: Objective,
  changedByActing: boolean,
): (action: string, yes: boolean) => number {
  const { act, otherwise } = stakesOf(objective, 1);
  const { cost } = objective;
  const payoff = actionPayoff(objective);
  const price = (action: string): number => cost[action] ?? 0;
  if (!changedByActing) return (action, yes) => (payoff[action]?.[yes ? "yes" : "no"] ?? 0) - price(action);
  const charge = (payoff[otherwise]?.yes ?? 0) + (payoff[act]?.no ?? 0) - (payoff[act]?.yes ?? 0);
  return (action, yes) => (yes ? charge : (payoff[action]?.no ?? 0)) - price(action);
}
