import { contractId, rowEnforcer } from "../data/index.ts";
import { fieldsOf } from "../features/index.ts";
import { hashValue, isAlidadeError, known } from "../kernel/index.ts";
import { checkSignature, decodeModel, type Model } from "../model/index.ts";
import { cutoffsOf, type Registry, type Release, type ReleasePolicy, type TrafficPlan } from "../registry/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import type { LoadedRelease, ServingState } from "./serving-state.ts";

/** Loads what a traffic plan serves: every release with its models, checked against the system's features. */
export async function loadState(
  system: SystemDefinition,
  plan: TrafficPlan,
  registry: Registry,
): Promise<ServingState> {
  const ids = [...new Set(plan.allocations.map(({ release }) => release))];
  const loaded = await Promise.all(
    ids.map(async (id) => loadRelease(system, await registry.findRelease(id), registry)),
  );
  const nodes = [...Object.values(system.features), system.rule, ...system.filters.map(({ when }) => when)];
  return {
    system,
    plan,
    enforce: rowEnforcer(system.contract),
    read: new Set(nodes.flatMap(fieldsOf)),
    releases: new Map(loaded.map((release) => [release.id, release])),
    contractVersion: contractId(system.contract),
  };
}

async function loadRelease(system: SystemDefinition, release: Release, registry: Registry): Promise<LoadedRelease> {
  const models: Record<string, Model> = {};
  const unusable: Record<string, string> = {};
  for (const [head, id] of Object.entries(release.models)) {
    const found = await usableModel(system, id, registry);
    if (typeof found === "string") unusable[head] = found;
    else models[head] = found;
  }
  const weights = await registry.findWeights(system.name, release.weights);
  const { heads, rule } = cutoffsOf(release.policy as unknown as ReleasePolicy);
  return {
    id: release.id,
    kind: release.kind,
    models,
    unusable,
    versions: release.models,
    weights: weights.values,
    weightsVersion: weights.id,
    cutoff: heads,
    ruleCutoff: rule,
    policyVersion: hashValue(release.policy).slice(0, 16),
  };
}

/**
 * The model, or why it cannot be used: damaged, or trained on other features than the file declares now. Either way the
 * rule answers in its place, because a server that does not start helps nobody.
 */
async function usableModel(system: SystemDefinition, id: string, registry: Registry): Promise<Model | string> {
  try {
    return await loadModel(system, id, registry);
  } catch (thrown) {
    if (isAlidadeError(thrown) && /^(model|registry)\./.test(thrown.code)) return thrown.message;
    throw thrown;
  }
}

async function loadModel(system: SystemDefinition, id: string, registry: Registry): Promise<Model> {
  const model = decodeModel((await registry.loadModel(id)).bytes);
  const kinds = Object.entries(system.features).map(
    ([name, { kind }]) => [name, known(kind, `kind of ${name}`)] as const,
  );
  checkSignature(model, Object.fromEntries(kinds));
  return model;
}
