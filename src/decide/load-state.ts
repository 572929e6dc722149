import type { ModelPorts } from "../model/index.ts";
import type { ModelVersion, Registry, Release, TrafficPlan } from "../registry/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import type { LoadedRelease, ServingState } from "./serving-state.ts";
import { servingDocument } from "./state/document.ts";
import { openModel, readyByItself, readyCheck } from "./state/open-model.ts";
import { openState, servedPolicy } from "./state/open-state.ts";

/** Where models are found, and what they need. */
export interface LoadDeps {
  readonly registry: Registry;
  /** What a model may need to be scored and cannot bring along. */
  readonly ports?: ModelPorts | undefined;
  /**
   * Whether models are opened that read other features than the system declares by now, as whoever makes stored decisions again
   * wants. Default false.
   */
  readonly anyFeatures?: boolean | undefined;
}

/** Loads what a traffic plan serves: every release with its models, checked against the system's features. */
export async function loadState(system: SystemDefinition, plan: TrafficPlan, deps: LoadDeps): Promise<ServingState> {
  const document = await servingDocument(system.name, plan, deps);
  const check = deps.anyFeatures === true ? readyByItself : undefined;
  return (await openState(system, document, { ports: deps.ports, check })).state;
}

/** One registered model by itself, with the weights in use and the policy of its training. Throws what reading it throws. */
export async function loadForModel(
  system: SystemDefinition,
  { id, head, metrics }: ModelVersion,
  { registry, ports }: LoadDeps,
): Promise<Pick<LoadedRelease, "models" | "weights" | "policy">> {
  const current = (await registry.currentWeights(system.name))?.values;
  const starts = Object.entries(system.weights).map(([name, { start }]) => [name, current?.[name] ?? start] as const);
  const policy = metrics.policy as Release["policy"] | undefined;
  const { bytes } = await registry.loadModel(id);
  return {
    models: { [head]: openModel(bytes, readyCheck(system), ports) },
    weights: Object.fromEntries(starts),
    policy: policy === undefined ? null : servedPolicy({ kind: "model", policy }),
  };
}
