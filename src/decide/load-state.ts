import { contractId, rowEnforcer, tableOf } from "../data/index.ts";
import { fieldsOf, inputsOf } from "../features/index.ts";
import { hashValue, isAlidadeError, known } from "../kernel/index.ts";
import { checkSignature, decodeModel, type Model, type ModelPorts, scoreModel } from "../model/index.ts";
import {
  cutoffsOf,
  isAnswerPolicy,
  type ModelVersion,
  type Registry,
  type Release,
  type StoredPolicy,
  type TrafficPlan,
} from "../registry/index.ts";
import { ruleNodes, type SystemDefinition } from "../system/index.ts";
import type { LoadedRelease, ServingState } from "./serving-state.ts";

/** Where models are found, and what they need. */
export interface LoadDeps {
  readonly registry: Registry;
  /** What a model may need to be scored and cannot bring along. */
  readonly ports?: ModelPorts | undefined;
}

/** Loads what a traffic plan serves: every release with its models, checked against the system's features. */
export async function loadState(system: SystemDefinition, plan: TrafficPlan, deps: LoadDeps): Promise<ServingState> {
  const ids = [...new Set(plan.allocations.map(({ release }) => release))];
  const loaded = await Promise.all(
    ids.map(async (id) => loadRelease(system, await deps.registry.findRelease(id), deps)),
  );
  const nodes = [
    ...Object.values(system.features),
    ...Object.values(ruleNodes(system)),
    ...system.filters.map(({ when }) => when),
  ];
  return {
    system,
    plan,
    enforce: rowEnforcer(system.contract),
    read: new Set(nodes.flatMap(fieldsOf)),
    releases: new Map(loaded.map((release) => [release.id, release])),
    contractVersion: contractId(system.contract),
  };
}

/** One registered model by itself, with the weights in use and the policy of its training. Throws what reading it throws. */
export async function loadForModel(
  system: SystemDefinition,
  { id, head, metrics }: ModelVersion,
  deps: LoadDeps,
): Promise<Pick<LoadedRelease, "models" | "weights" | "policy">> {
  const current = (await deps.registry.currentWeights(system.name))?.values;
  const starts = Object.entries(system.weights).map(([name, { start }]) => [name, current?.[name] ?? start] as const);
  const policy = metrics.policy as Release["policy"] | undefined;
  return {
    models: { [head]: await loadModel(system, id, deps) },
    weights: Object.fromEntries(starts),
    policy: policy === undefined ? null : servedPolicy({ kind: "model", policy }),
  };
}

async function loadRelease(system: SystemDefinition, release: Release, deps: LoadDeps): Promise<LoadedRelease> {
  const models: Record<string, Model> = {};
  const unusable: Record<string, string> = {};
  for (const [head, id] of Object.entries(release.models)) {
    const found = await usableModel(system, id, deps);
    if (typeof found === "string") unusable[head] = found;
    else models[head] = found;
  }
  const weights = await deps.registry.findWeights(system.name, release.weights);
  return {
    id: release.id,
    kind: release.kind,
    models,
    unusable,
    versions: release.models,
    weights: weights.values,
    weightsVersion: weights.id,
    policy: servedPolicy(release),
    policyVersion: hashValue(release.policy).slice(0, 16),
  };
}

/** A release of the rule keeps its policy as declared: of those that answer, only an order is settled by that alone. */
function servedPolicy({ kind, policy }: Pick<Release, "kind" | "policy">): LoadedRelease["policy"] {
  const stored = policy as unknown as StoredPolicy;
  if (!isAnswerPolicy(stored)) return { policy: "act-if", ...cutoffsOf(stored) };
  return kind === "model" || stored.policy === "rank-by" ? stored : null;
}

/**
 * The model, or why it cannot be used: damaged, trained on other features than the file declares now, or in need of what is
 * not installed here. Either way the rule answers in its place, because a server that does not start helps nobody.
 */
async function usableModel(system: SystemDefinition, id: string, deps: LoadDeps): Promise<Model | string> {
  try {
    return await loadModel(system, id, deps);
  } catch (thrown) {
    if (isAlidadeError(thrown) && /^(model|onnx|registry)\./.test(thrown.code)) return thrown.message;
    throw thrown;
  }
}

async function loadModel(system: SystemDefinition, id: string, { registry, ports }: LoadDeps): Promise<Model> {
  const model = decodeModel((await registry.loadModel(id)).bytes, ports);
  const kinds = Object.entries(inputsOf(system.features)).map(
    ([name, { kind }]) => [name, known(kind, `kind of ${name}`)] as const,
  );
  checkSignature(model, Object.fromEntries(kinds));
  // Scoring no rows opens what the model needs: now, and not while somebody waits for the first decision.
  scoreModel(model, tableOf(Object.fromEntries(kinds), []));
  return model;
}
