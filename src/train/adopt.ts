import type { GateResult } from "../evaluate/index.ts";
import { isAlidadeError } from "../kernel/index.ts";
import {
  championPlan,
  currentWeights,
  initialPlan,
  type Registry,
  type Release,
  releasePolicy,
  ruleRelease,
  versionStale,
} from "../registry/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import type { Adoption } from "./adoption.ts";
import type { ServedPolicy } from "./register.ts";
import type { TrainedModel } from "./result.ts";

export interface AdoptInput {
  readonly system: SystemDefinition;
  readonly models: readonly TrainedModel[];
  readonly gate: GateResult;
  readonly policy: ServedPolicy;
}

/**
 * Decides what becomes of a candidate. The first model to pass its gate takes over from the rule; once a model is the
 * champion, replacing it is a person's decision (`alidade release`). Under an unstated objective no gate can pass: a model
 * that nothing speaks against is then served, marked unproven, so that the system runs while its questions stand open.
 */
export async function adopt(input: AdoptInput, registry: Registry): Promise<Adoption> {
  const { system, models } = input;
  const plan = (await registry.currentPlan(system.name)) ?? (await initialPlan(system, registry));
  if (models.length === 0) return { kind: "rule", message: "The rule is served: the system declares no heads." };
  const current = await registry.findRelease(plan.allocations[0]?.release ?? "");
  if (serves(current, models)) return { kind: "unchanged", message: "It is what is served already." };
  const purpose = mayServe(input);
  const release = await releaseOf(input, registry);
  if (purpose === null) return { kind: "waiting", message: `It is registered and not served: ${kept(current)} stays.` };
  if (current.kind === "model" && purpose === "champion")
    return {
      kind: "waiting",
      message: `It passed. A champion is being served, so replacing it is your decision: alidade release <system file> ${models[0]?.id}`,
    };
  try {
    await registry.changePlan(system.name, plan.version, {
      allocations: championPlan(system, release, purpose),
      why: `gate: ${input.gate.verdict}`,
    });
  } catch (thrown) {
    if (!isAlidadeError(thrown, versionStale.code)) throw thrown;
    return {
      kind: "waiting",
      message: "What is served was changed by someone else in the meantime; this candidate waits.",
    };
  }
  return purpose === "champion"
    ? { kind: "champion", message: "It passed its gate and takes over from the rule." }
    : { kind: "unproven", message: "It is served as unproven: nobody has stated the objective, so no gate can pass." };
}

function kept(current: Release): string {
  return current.kind === "rule" ? "the rule" : "the champion";
}

function serves(current: Release, models: readonly TrainedModel[]): boolean {
  return current.kind === "model" && models.every(({ head, id }) => current.models[head] === id);
}

function mayServe({ system, gate }: AdoptInput): "champion" | "unproven" | null {
  if (gate.verdict === "pass") return "champion";
  const open = gate.reasons.filter(({ finding }) => finding !== "pass");
  return !system.objective.stated && open.every(({ code }) => code === "objective.unstated") ? "unproven" : null;
}

async function releaseOf({ system, models, policy }: AdoptInput, registry: Registry): Promise<string> {
  await ruleRelease(system, registry, policy.ruleAtCutoff);
  const { record } = await registry.addRelease({
    system: system.name,
    kind: "model",
    models: Object.fromEntries(models.map(({ head, id }) => [head, id])),
    weights: await currentWeights(system, registry),
    policy: { ...releasePolicy(policy.cutoff, policy.ruleAtCutoff) },
    why: "trained",
  });
  return record.id;
}
