import { isDeepStrictEqual } from "node:util";
import { initialPlan, type Registry, type TrafficPlan } from "../../registry/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Answer } from "../calling/command.ts";
import {
  type Approval,
  type ApprovalWords,
  approvalIn,
  noteApproval,
  type Unpassed,
  unapproved,
  wordApproval,
} from "./approval.ts";
import type { ReleaseCheck } from "./check-release.ts";
import { planChange } from "./plan-view.ts";
import { refusedRelease, wordCheck } from "./refused-release.ts";
import { type Chosen, purposeOf, registerRelease, remarks, unpassedOn, wordChosen } from "./release-models.ts";
import { plannedFor, type ReleaseWay, standing, wordWay } from "./release-way.ts";

/** A release as it is asked for. */
export interface ReleaseOrder extends ApprovalWords {
  readonly way: ReleaseWay;
  /** The system file, as it is shown. */
  readonly file: string;
  /** Looks whether a registered release can be served, before anybody gets it. Default: it is not looked at. */
  readonly check?: ((release: string) => Promise<ReleaseCheck>) | undefined;
}

/** What became of a release. */
export interface Released {
  readonly answer: Answer;
  /** The plan that serves it; undefined where the gate or the check said no, and what was served still is. */
  readonly plan: TrafficPlan | undefined;
}

const UNSAID = "released from the command line";

/**
 * Registers the release, has it checked, and gives it to those whom the way says. What a gate has not passed is released only
 * where somebody who may answers for it. Throws `cli.input.approver-unknown`, `cli.input.approval-unreasoned`.
 */
export async function makeRelease(
  system: SystemDefinition,
  chosen: Chosen,
  { registry, way, check, file, ...said }: ReleaseOrder & { readonly registry: Registry },
): Promise<Released> {
  const approval = approvalIn(system, said);
  const why = said.why ?? UNSAID;
  const before = (await registry.currentPlan(system.name)) ?? (await firstPlan(system, registry, way));
  const release = await registerRelease(system, { ...chosen, why }, registry);
  const comparable = chosen.kind === "model" && (await servesModel(before, registry));
  const planned = plannedFor(system, release, { before, way, purpose: purposeOf(chosen), comparable });
  if (before !== undefined && way.kind === "everybody" && isDeepStrictEqual(before.allocations, planned.allocations))
    return { answer: await alreadyServed(system, before, registry), plan: before };
  const unpassed = unpassedOn(system, chosen, way);
  if (unpassed !== null && approval === undefined)
    return { answer: await unapproved(system, unpassed, { before, file }), plan: undefined };
  const checked = chosen.kind === "rule" ? undefined : await check?.(release);
  if (checked?.passed === false)
    return { answer: await refusedRelease(system, checked, { registry, before }), plan: undefined };
  // First the approval: nothing serves against its gate without a record of who answers for it.
  if (unpassed !== null && approval !== undefined)
    await noteApproval(registry, { ...approval, ...unpassed, system: system.name, release });
  const plan = await registry.changePlan(system.name, before?.version ?? 0, { ...planned, why });
  return {
    answer: await wordReleased(chosen, { before, plan, release, way, checked, approval, unpassed }, registry),
    plan,
  };
}

interface ReleasedCase {
  readonly before: TrafficPlan | undefined;
  readonly plan: TrafficPlan;
  readonly release: string;
  readonly way: ReleaseWay;
  readonly checked: ReleaseCheck | undefined;
  readonly approval: Approval | undefined;
  readonly unpassed: Unpassed | null;
}

async function wordReleased(
  chosen: Chosen,
  { before, plan, release, way, checked, approval, unpassed }: ReleasedCase,
  registry: Registry,
): Promise<Answer> {
  const { system } = plan;
  return await planChange(registry, {
    title: `Released ${system}`,
    summary: [
      wordWay(way, `Traffic plan ${plan.version}`, wordChosen(chosen)),
      ...(checked === undefined ? [] : [wordCheck(checked)]),
      ...(before === undefined ? [] : [`\`alidade rollback ${system}\` undoes it.`]),
      ...(approval === undefined ? [] : [wordApproval(approval.by, unpassed)]),
      ...remarks(chosen, before, plan.allocations),
    ],
    before: before?.allocations ?? [],
    after: plan.allocations,
    json: { system, release, plan, ...(checked === undefined ? {} : { check: checked }) },
  });
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
