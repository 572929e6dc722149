import { isAlidadeError, known } from "../kernel/index.ts";
import { isActing, type SystemDefinition } from "../system/index.ts";
import type { Registry } from "./registry.ts";
import { isAnswerPolicy, releasePolicy, type StoredPolicy } from "./release-policy.ts";
import { versionStale } from "./series.ts";
import type { TrafficPlan } from "./traffic.ts";

/**
 * Release of the rule: what a system serves before, beside and after every model. `beside` is the policy of the models, from
 * which a rule that acts takes the capacity that it has to keep; without one it acts on all that it picks.
 */
export async function ruleRelease(
  system: SystemDefinition,
  registry: Registry,
  beside?: StoredPolicy,
): Promise<string> {
  const ruleAtCutoff = beside === undefined || isAnswerPolicy(beside) ? 1 : beside.ruleAtCutoff;
  const weights = await currentWeights(system, registry);
  const { record } = await registry.addRelease({
    system: system.name,
    kind: "rule",
    models: {},
    weights,
    policy: isActing(system)
      ? { ...releasePolicy({ cutoff: Infinity, atCutoff: 0 }, ruleAtCutoff) }
      : { ...system.policy },
    why: "the rule without ML",
  });
  return record.id;
}

/** Id of the weights in use; the file's start values become version 1. */
export async function currentWeights(system: SystemDefinition, registry: Registry): Promise<string> {
  const current = await registry.currentWeights(system.name);
  if (current !== undefined) return current.id;
  const values = Object.fromEntries(Object.entries(system.weights).map(([head, { start }]) => [head, start]));
  const first = await registry.changeWeights(system.name, 0, { values, why: "start values of the system file" });
  return first.id;
}

/** The first plan of a system: its rule for everybody, with the first version of its objective. Someone else's first plan is taken when it came first. */
export async function initialPlan(system: SystemDefinition, registry: Registry): Promise<TrafficPlan> {
  await registry.declareObjective(system);
  const release = await ruleRelease(system, registry);
  try {
    const allocations = [{ arm: "champion", release, share: 1, purpose: "champion" as const }];
    return await registry.changePlan(system.name, 0, { allocations, why: "nothing trained yet: the rule decides" });
  } catch (thrown) {
    if (!isAlidadeError(thrown, versionStale.code)) throw thrown;
    return known(await registry.currentPlan(system.name), "a plan after somebody else made the first");
  }
}
