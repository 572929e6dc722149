import type { Objective } from "./objective.ts";
import { stakesOf } from "./stakes.ts";

/**
 * Money that one decision really came to, from what was done and what then happened.
 *
 * Where acting changes the outcome, the payoff of a prevented yes cannot be seen in a single case; what can be seen is
 * the loss when a yes happened all the same. Counting that loss leaves every difference between arms as it is.
 */
export function realisedMoney(
  objective: Objective,
  changedByActing: boolean,
): (action: string, yes: boolean) => number {
  const { act, otherwise } = stakesOf(objective, 1);
  const { payoff, cost } = objective;
  const truth = (yes: boolean): "yes" | "no" => (yes ? "yes" : "no");
  if (!changedByActing) return (action, yes) => (payoff[action]?.[truth(yes)] ?? 0) - (cost[action] ?? 0);
  const loss = (payoff[act]?.yes ?? 0) - (payoff[otherwise]?.yes ?? 0);
  return (action, yes) => (yes ? -loss : (payoff[action]?.no ?? 0)) - (cost[action] ?? 0);
}
