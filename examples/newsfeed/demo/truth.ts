import { decideOne, loadState, type ServingState } from "../../../src/decide/index.ts";
import type { Insufficient } from "../../../src/kernel/index.ts";
import type { Registry, TrafficPlan } from "../../../src/registry/index.ts";
import type { Newsfeed, ShowPolicy, Truth, Window } from "../../../src/sim/index.ts";
import type { SystemDefinition } from "../../../src/system/index.ts";

export interface TruthAsked {
  readonly feed: Newsfeed;
  readonly system: SystemDefinition;
  readonly registry: Registry;
  readonly plan: TrafficPlan;
  readonly visitors: number;
  readonly window: Window;
}

/**
 * What only a simulator can know: money per visitor if everyone had got the model, less money if everyone had got the
 * rule. The engine decides for both, and the true probabilities take the place of luck.
 */
export async function trueLift({ system, registry, plan, ...asked }: TruthAsked): Promise<Truth | Insufficient> {
  const policyOf = async (arm: string): Promise<ShowPolicy> => {
    const release = plan.allocations.find((allocation) => allocation.arm === arm)?.release ?? "";
    const allocations = [{ arm, release, share: 1, purpose: "champion" as const }];
    return engineOf(await loadState(system, { ...plan, allocations }, { registry }));
  };
  const [policy, against] = [await policyOf("model"), await policyOf("rule")];
  const { start, days } = asked.window;
  const { feed, visitors } = asked;
  return feed.truth({ policy, against, visitors, start, horizonDays: days, estimand: "money-per-visitor" });
}

function engineOf(state: ServingState): ShowPolicy {
  return (given) => {
    const entity = String(given.visitor_id);
    return decideOne(state, { id: entity, entity, given }).action === "show" ? 1 : 0;
  };
}
