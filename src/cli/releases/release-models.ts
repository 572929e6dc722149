import { isDeepStrictEqual } from "node:util";
import { defineError, type ErrorConstructor } from "../../kernel/index.ts";
import {
  currentWeights,
  initialPlan,
  type ModelVersion,
  type Registry,
  ruleRelease,
  type StoredPolicy,
  type TrafficPlan,
} from "../../registry/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Answer } from "../calling/command.ts";
import type { ReleaseCheck } from "./check-release.ts";
import { gateVerdicts } from "./gate-verdicts.ts";
import { experimentRemarks, planChange } from "./plan-view.ts";
import { refusedRelease, wordCheck } from "./refused-release.ts";
import { plannedFor, type ReleaseWay, standing, wordWay } from "./release-way.ts";

/** What is to serve everybody. */
export type Chosen =
  | { readonly kind: "rule"; readonly policy: StoredPolicy | undefined }
  | {
      readonly kind: "model";
      /** Model ids by head; every head of the system. */
      readonly models: Readonly<Record<string, string>>;
      readonly policy: StoredPolicy;
      /** Whether the gate passed every model that was named, when it last judged it. */
      readonly passed: boolean;
    };

interface Unfit {
  readonly system: string;
  readonly problem: string;
}

export const releaseUnfit: ErrorConstructor<Unfit> = defineError("cli.input.release-unfit", {
  headline: "Models that do not make a release",
  message: ({ system, problem }: Unfit) => `A release of "${system}" needs one model for each head. ${problem}.`,
  hint: ({ system }: Unfit) => `\`alidade models ${system}\` lists what there is.`,
});

/** Finds what the words `rule` or model ids stand for. Throws `cli.input.release-unfit`, `registry.model-unknown`. */
export async function chosenRelease(
  system: SystemDefinition,
  words: readonly string[],
  registry: Registry,
): Promise<Chosen> {
  if (words.includes("rule")) {
    if (words.length > 1) throw releaseUnfit({ system: system.name, problem: "The rule stands alone" });
    const newest = (await registry.models(system.name)).findLast((model) => policyOf(model) !== undefined);
    return { kind: "rule", policy: newest && policyOf(newest) };
  }
  const named = await Promise.all(words.map((id) => registry.findModel(id, system.name)));
  for (const model of named) checkOwner(system, model);
  const models = { ...(await championModels(system, registry)), ...headsOf(system, named) };
  const lacking = Object.keys(system.heads).filter((head) => models[head] === undefined);
  if (lacking.length > 0)
    throw releaseUnfit({ system: system.name, problem: `There is none for ${lacking.join(", ")}` });
  const policy =
    (await newestPolicy(system.name, models, registry)) ?? named.map(policyOf).find((found) => found !== undefined);
  if (policy === undefined)
    throw releaseUnfit({ system: system.name, problem: "None of these carries the policy that training settles" });
  const judged = await gateVerdicts(registry, system.name, named);
  return { kind: "model", models, policy, passed: named.every(({ id }) => judged.get(id)?.verdict === "pass") };
}

function checkOwner({ name, heads }: SystemDefinition, { id, system, head }: ModelVersion): void {
  if (system !== name) throw releaseUnfit({ system: name, problem: `${id} belongs to "${system}"` });
  if (heads[head] === undefined)
    throw releaseUnfit({ system: name, problem: `${id} is for head \`${head}\`, which the file no longer declares` });
}

function headsOf({ name }: SystemDefinition, models: readonly ModelVersion[]): Readonly<Record<string, string>> {
  const twice = models.find(({ head }, i) => models.findIndex((other) => other.head === head) !== i);
  if (twice !== undefined) throw releaseUnfit({ system: name, problem: `Two are named for head \`${twice.head}\`` });
  return Object.fromEntries(models.map(({ head, id }) => [head, id]));
}

/** What the heads have now, as far as the file still declares them. */
async function championModels(
  { name, heads }: SystemDefinition,
  registry: Registry,
): Promise<Readonly<Record<string, string>>> {
  const release = (await registry.currentPlan(name))?.allocations[0]?.release;
  const models = release === undefined ? {} : (await registry.findRelease(release)).models;
  return Object.fromEntries(Object.entries(models).filter(([head]) => heads[head] !== undefined));
}

/** The policy of the newest release of these models: settled under the prices of that day, not those of the first training. */
async function newestPolicy(
  system: string,
  models: Readonly<Record<string, string>>,
  registry: Registry,
): Promise<StoredPolicy | undefined> {
  const found = (await registry.releases(system)).findLast((release) => isDeepStrictEqual(release.models, models));
  return found?.policy as StoredPolicy | undefined;
}

/** The policy that training settled with the model. */
function policyOf({ metrics }: ModelVersion): StoredPolicy | undefined {
  return metrics.policy as StoredPolicy | undefined;
}

/** Shows what a release would change, and changes nothing. */
export async function previewRelease(
  system: SystemDefinition,
  chosen: Chosen,
  { registry, way }: { readonly registry: Registry; readonly way: ReleaseWay },
): Promise<Answer> {
  const before = await registry.currentPlan(system.name);
  const draft = "rel_preview";
  const planning = { before, way, purpose: purposeOf(chosen), comparable: false };
  const { allocations: after } = plannedFor(system, draft, planning);
  return await planChange(registry, {
    title: `What a release of ${system.name} would change`,
    summary: ["Nothing was changed.", ...remarks(chosen, before, after)],
    before: before?.allocations ?? [],
    after,
    drafts: { [draft]: wordChosen(chosen) },
    json: { system: system.name, dryRun: true, release: chosen, before: before?.allocations ?? [], after },
  });
}

/** A release as it is asked for. */
export interface ReleaseOrder {
  readonly way: ReleaseWay;
  readonly why: string;
  /** Looks whether a registered release can be served, before anybody gets it. Default: it is not looked at. */
  readonly check?: ((release: string) => Promise<ReleaseCheck>) | undefined;
}

/** What became of a release. */
export interface Released {
  readonly answer: Answer;
  /** The plan that serves it; undefined where the check said no, and what was served still is. */
  readonly plan: TrafficPlan | undefined;
}

/** Registers the release, has it checked, and gives it to those whom the way says. */
export async function makeRelease(
  system: SystemDefinition,
  chosen: Chosen,
  { registry, way, why, check }: ReleaseOrder & { readonly registry: Registry },
): Promise<Released> {
  const before = (await registry.currentPlan(system.name)) ?? (await firstPlan(system, registry, way));
  const release = await registerRelease(system, { ...chosen, why }, registry);
  const comparable = chosen.kind === "model" && (await servesModel(before, registry));
  const planned = plannedFor(system, release, { before, way, purpose: purposeOf(chosen), comparable });
  if (before !== undefined && way.kind === "everybody" && isDeepStrictEqual(before.allocations, planned.allocations))
    return { answer: await alreadyServed(system, before, registry), plan: before };
  const checked = chosen.kind === "rule" ? undefined : await check?.(release);
  if (checked !== undefined && !checked.passed)
    return { answer: await refusedRelease(system, checked, { registry, before }), plan: undefined };
  const plan = await registry.changePlan(system.name, before?.version ?? 0, { ...planned, why });
  const answer = await planChange(registry, {
    title: `Released ${system.name}`,
    summary: [
      wordWay(way, `Traffic plan ${plan.version}`, wordChosen(chosen)),
      ...(checked === undefined ? [] : [wordCheck(checked)]),
      ...(before === undefined ? [] : [`\`alidade rollback ${system.name}\` undoes it.`]),
      ...remarks(chosen, before, planned.allocations),
    ],
    before: before?.allocations ?? [],
    after: plan.allocations,
    json: { system: system.name, release, plan, ...(checked === undefined ? {} : { check: checked }) },
  });
  return { answer, plan };
}

async function servesModel(before: TrafficPlan | undefined, registry: Registry): Promise<boolean> {
  return before !== undefined && (await registry.findRelease(standing(before).champion)).kind === "model";
}

/** A canary and a shadow stand beside something that is served. */
async function firstPlan(
  system: SystemDefinition,
  registry: Registry,
  { kind }: ReleaseWay,
): Promise<TrafficPlan | undefined> {
  return kind === "everybody" ? undefined : await initialPlan(system, registry);
}

/** A plan that says what the current one says would only push the real one before out of reach of a rollback. */
async function alreadyServed({ name }: SystemDefinition, plan: TrafficPlan, registry: Registry): Promise<Answer> {
  return await planChange(registry, {
    title: `Nothing to release for ${name}`,
    summary: [`Traffic plan ${plan.version} serves just that already.`],
    before: plan.allocations,
    after: plan.allocations,
    json: { system: name, release: plan.allocations[0]?.release, plan },
  });
}

/** Registers what was chosen as a release, which serves nobody yet, and gives its id. */
export async function registerRelease(
  system: SystemDefinition,
  chosen: Chosen & { readonly why: string },
  registry: Registry,
): Promise<string> {
  if (chosen.kind === "rule") return await ruleRelease(system, registry, chosen.policy);
  const { record } = await registry.addRelease({
    system: system.name,
    kind: "model",
    models: chosen.models,
    weights: await currentWeights(system, registry),
    policy: { ...chosen.policy },
    why: chosen.why,
  });
  return record.id;
}

function purposeOf(chosen: Chosen): "champion" | "unproven" {
  return chosen.kind === "rule" || chosen.passed ? "champion" : "unproven";
}

function wordChosen(chosen: Chosen): string {
  return chosen.kind === "rule" ? "the rule" : Object.values(chosen.models).join(" + ");
}

/** What a person should know before and after. */
function remarks(chosen: Chosen, plan: TrafficPlan | undefined, after: TrafficPlan["allocations"]): readonly string[] {
  return [
    ...(chosen.kind === "model" && !chosen.passed ? ["The gate did not pass this model: it serves as unproven."] : []),
    ...experimentRemarks(plan?.allocations ?? [], after),
  ];
}
