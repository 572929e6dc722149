import type { GateResult } from "../../evaluate/index.ts";
import { isAlidadeError } from "../../kernel/index.ts";
import {
  championPlan,
  type Registry,
  ruleRelease,
  type StoredPolicy,
  type TrafficPlan,
  versionStale,
} from "../../registry/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { TrainedModel } from "../run/result.ts";
import type { Adoption } from "./adoption.ts";
import { addCandidate, type Served, servedNow } from "./served.ts";

export interface AdoptInput {
  readonly system: SystemDefinition;
  readonly models: readonly TrainedModel[];
  readonly gate: GateResult;
  readonly policy: StoredPolicy;
  /** Whether somebody else decides: then nothing that is served changes. */
  readonly holds?: boolean | undefined;
}

/** A candidate as a release, and what it may be served as; null when its gate speaks against it. */
interface Candidate {
  readonly release: string;
  readonly purpose: "champion" | "unproven" | null;
  readonly input: AdoptInput;
}

/**
 * Decides what becomes of a candidate. The first model to pass its gate takes over from the rule; once a model has been the
 * champion, or an experiment runs, it is a person's decision (`alidade release`). Under an unstated objective no gate can
 * pass: a model that nothing speaks against is then served, marked unproven, so that the system runs while its questions
 * stand open. The rule, while it is what is served, is held to the capacity as it was measured.
 */
export async function adopt(input: AdoptInput, registry: Registry): Promise<Adoption> {
  const { system, models, policy, holds } = input;
  const served = await servedNow(system, registry);
  if (models.length === 0) {
    await holdRuleToCapacity(input, served, registry);
    return { kind: "rule", message: "The rule is served: the system declares no heads." };
  }
  const release = await addCandidate({ system, models, policy }, registry);
  if (holds === true) return wait("It is registered; whoever asked for it decides what becomes of it.");
  const candidate: Candidate = { release, purpose: mayServe(input), input };
  const stays = whyItStays(candidate, served);
  if (stays === null) return takeOver(candidate, served, registry);
  await holdRuleToCapacity(input, served, registry);
  return stays;
}

/** Why the plan stays as it is; null when the candidate takes over. */
function whyItStays({ release, purpose, input: { models } }: Candidate, served: Served): Adoption | null {
  const { release: current } = served;
  const isSame = release === current.id;
  if (isSame && (purpose === null || purpose === served.purpose))
    return { kind: "unchanged", message: "It is what is served already." };
  if (purpose === null && models.every(({ head, id }) => current.models[head] === id))
    return { kind: "unchanged", message: "The same model is served already, with the cutoff of an earlier objective." };
  const kept = current.kind === "rule" ? "the rule" : "the champion";
  if (purpose === null) return wait(`It is registered and not served: ${kept} stays.`);
  if (served.experiment !== null)
    return wait(`The experiment "${served.experiment}" is running, so what comes after it is your decision.`);
  if (current.kind === "model" && served.purpose === "champion")
    return wait(`${passed(purpose)} A champion is being served, so replacing it is your decision.`);
  if (current.kind === "rule" && served.hadChampion)
    return wait(`${passed(purpose)} The rule was put back in place of a champion, so it is your decision.`);
  return null;
}

function wait(message: string): Adoption {
  return { kind: "waiting", message };
}

function passed(purpose: "champion" | "unproven"): string {
  return purpose === "champion" ? "It passed." : "Nobody has stated the objective, so no gate can pass.";
}

async function takeOver({ release, purpose, input }: Candidate, served: Served, registry: Registry): Promise<Adoption> {
  const { system, gate } = input;
  const allocations = championPlan(system, release, purpose ?? "unproven");
  if (!(await changeUnlessStale(registry, served.plan, { allocations, why: `gate: ${gate.verdict}` })))
    return wait("What is served was changed by someone else in the meantime; this candidate waits.");
  const before = served.release.kind === "rule" ? "the rule" : "what was served unproven";
  return purpose === "champion"
    ? { kind: "champion", message: `It passed its gate and takes over from ${before}.` }
    : { kind: "unproven", message: "It is served as unproven: nobody has stated the objective, so no gate can pass." };
}

/** A rule that picks more cases than the capacity allows is acted on for some of them, by chance. */
async function holdRuleToCapacity(
  { system, policy }: AdoptInput,
  { plan, release, experiment }: Served,
  registry: Registry,
): Promise<void> {
  if (release.kind !== "rule" || experiment !== null) return;
  const held = await ruleRelease(system, registry, policy);
  if (held === release.id) return;
  const allocations = plan.allocations.map((part) => ({ ...part, release: held }));
  await changeUnlessStale(registry, plan, { allocations, why: "the rule is held to the capacity" });
}

/** Whether the change was made: not when somebody else was faster. */
async function changeUnlessStale(
  registry: Registry,
  { system, version }: TrafficPlan,
  change: Parameters<Registry["changePlan"]>[2],
): Promise<boolean> {
  try {
    await registry.changePlan(system, version, change);
    return true;
  } catch (thrown) {
    if (!isAlidadeError(thrown, versionStale.code)) throw thrown;
    return false;
  }
}

function mayServe({ system, gate }: AdoptInput): Candidate["purpose"] {
  if (gate.verdict === "pass") return "champion";
  const open = gate.reasons.filter(({ finding }) => finding !== "pass");
  return !system.objective.stated && open.every(({ code }) => code === "objective.unstated") ? "unproven" : null;
}
