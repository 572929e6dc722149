import { isDeepStrictEqual } from "node:util";
import { defineError, type ErrorConstructor } from "../../kernel/index.ts";
import {
  currentWeights,
  type ModelVersion,
  type Registry,
  ruleRelease,
  type StoredPolicy,
  type TrafficPlan,
  wordRecalibrated,
} from "../../registry/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Answer } from "../calling/command.ts";
import { needsApproval, type Unpassed } from "./approval.ts";
import { gateVerdicts } from "./gate-verdicts.ts";
import { experimentRemarks, planChange } from "./plan-view.ts";
import { plannedFor, type ReleaseWay } from "./release-way.ts";

/** What is to serve everybody. */
export type Chosen =
  | { readonly kind: "rule"; readonly policy: StoredPolicy | undefined }
  | {
      readonly kind: "model";
      /** Model ids by head; every head of the system. */
      readonly models: Readonly<Record<string, string>>;
      readonly policy: StoredPolicy;
      /** The models that were named and that their gate did not pass when it last judged them, and what it said; null: it passed all. */
      readonly unpassed: Unpassed | null;
      /** Of the models that were named, those that were recalibrated and not trained, in words; absent where none was. */
      readonly recalibrated?: readonly string[];
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
  const again = named.flatMap((model) => wordRecalibrated(model) ?? []);
  const unpassed = await unpassedOf(system, named, registry);
  return { kind: "model", models, policy, unpassed, ...(again.length === 0 ? {} : { recalibrated: again }) };
}

async function unpassedOf(
  { name }: SystemDefinition,
  named: readonly ModelVersion[],
  registry: Registry,
): Promise<Unpassed | null> {
  const judged = await gateVerdicts(registry, name, named);
  const models = named.filter(({ id }) => judged.get(id)?.verdict !== "pass").map(({ id }) => id);
  if (models.length === 0) return null;
  const all = models.flatMap((id) => judged.get(id)?.open ?? []);
  // Heads that were judged together have the same reasons.
  const open = all.filter(({ message }, i) => all.findIndex((other) => other.message === message) === i);
  return { models, open };
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
    summary: ["Nothing was changed.", ...remarks(chosen, before, after), ...approvalRemarks(system, chosen, way)],
    before: before?.allocations ?? [],
    after,
    drafts: { [draft]: wordChosen(chosen) },
    json: { system: system.name, dryRun: true, release: chosen, before: before?.allocations ?? [], after },
  });
}

/** What somebody has to answer for, of what was chosen; null where nobody has to. */
export function unpassedOn(system: SystemDefinition, chosen: Chosen, way: ReleaseWay): Unpassed | null {
  return chosen.kind === "model" && needsApproval(system, way) ? chosen.unpassed : null;
}

function approvalRemarks(system: SystemDefinition, chosen: Chosen, way: ReleaseWay): readonly string[] {
  if (unpassedOn(system, chosen, way) === null) return [];
  return ["Somebody who may has to answer for it: `--approve`, with `--why`."];
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

/** As what it may serve. */
export function purposeOf(chosen: Chosen): "champion" | "unproven" {
  return chosen.kind === "rule" || chosen.unpassed === null ? "champion" : "unproven";
}

/** What was chosen, in words. */
export function wordChosen(chosen: Chosen): string {
  return chosen.kind === "rule" ? "the rule" : Object.values(chosen.models).join(" + ");
}

/** What a person should know before and after. */
export function remarks(
  chosen: Chosen,
  plan: TrafficPlan | undefined,
  after: TrafficPlan["allocations"],
): readonly string[] {
  return [
    ...(chosen.kind === "model" ? (chosen.recalibrated ?? []).map((word) => `${word}; nothing else was learned.`) : []),
    ...(chosen.kind === "model" && chosen.unpassed !== null
      ? ["The gate did not pass this model: it serves as unproven."]
      : []),
    ...experimentRemarks(plan?.allocations ?? [], after),
  ];
}
