import { isAlidadeError } from "../../kernel/index.ts";
import type { Purpose } from "../../records/index.ts";
import {
  currentWeights,
  initialPlan,
  type Registry,
  type Release,
  ruleRelease,
  type StoredPolicy,
  type TrafficPlan,
  versionStale,
} from "../../registry/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { TrainedModel } from "../run/result.ts";

/** What a system serves at the moment. */
export interface Served {
  readonly plan: TrafficPlan;
  /** The first allocation's release, and what it is served as. */
  readonly release: Release;
  readonly purpose: Purpose | null;
  /** Name of the running experiment. */
  readonly experiment: string | null;
  /** Whether a model has ever been the champion: a rule that is served then was put there by a person. */
  readonly hadChampion: boolean;
}

/** Reads what is served; a system without a plan gets its first, which serves the rule. */
export async function servedNow(system: SystemDefinition, registry: Registry): Promise<Served> {
  const plan = (await registry.currentPlan(system.name)) ?? (await makeFirstPlan(system, registry));
  const [first] = plan.allocations;
  return {
    plan,
    release: await registry.findRelease(first?.release ?? ""),
    purpose: first?.purpose ?? null,
    experiment: plan.allocations.find(({ purpose }) => purpose === "experiment")?.experiment ?? null,
    hadChampion: await hadChampion(system, registry),
  };
}

/** Two runs may begin in one new state: whoever is second takes what the first one made. */
async function makeFirstPlan(system: SystemDefinition, registry: Registry): Promise<TrafficPlan> {
  try {
    return await initialPlan(system, registry);
  } catch (thrown) {
    if (!isAlidadeError(thrown, versionStale.code)) throw thrown;
    return (await registry.currentPlan(system.name)) ?? (await initialPlan(system, registry));
  }
}

async function hadChampion(system: SystemDefinition, registry: Registry): Promise<boolean> {
  const plans = await registry.planHistory(system.name);
  const champions = plans.flatMap(({ allocations }) => allocations.filter(({ purpose }) => purpose === "champion"));
  const releases = new Set(champions.map(({ release }) => release));
  const kinds = await Promise.all([...releases].map(async (id) => (await registry.findRelease(id)).kind));
  return kinds.includes("model");
}

/** Registers the models as one release, with the weights in use, and the rule beside it to fall back on. */
export async function addCandidate(
  {
    system,
    models,
    policy,
  }: {
    readonly system: SystemDefinition;
    readonly models: readonly TrainedModel[];
    readonly policy: StoredPolicy;
  },
  registry: Registry,
): Promise<string> {
  await ruleRelease(system, registry, policy);
  const { record } = await registry.addRelease({
    system: system.name,
    kind: "model",
    models: Object.fromEntries(models.map(({ head, id }) => [head, id])),
    weights: await currentWeights(system, registry),
    policy: { ...policy },
    why: "trained",
  });
  return record.id;
}
