import { known, milliseconds } from "../../kernel/index.ts";
import { initialPlan, RAMP_LIMITS, type TrafficPlan } from "../../registry/index.ts";
import {
  isUnderWay,
  type Loop,
  type LoopFacts,
  type LoopStep,
  noArm,
  noShadow,
  type RolloutStep,
  rolloutStep,
  type StepMade,
  type StepSeen,
  takeStep,
  troubleOf,
} from "../../watch/index.ts";
import { checkElsewhere } from "../releases/check-release.ts";
import { percent } from "../releases/percent.ts";
import { plannedFor, type ReleaseWay, standing } from "../releases/release-way.ts";
import { type LoopCall, planWith, publish, watchedUnder } from "./loop-call.ts";
import { trafficBusy } from "./loop-errors.ts";

/** How often traffic is looked at, at most and at least, in milliseconds. */
const OFTEN = 1_000;
const SELDOM = 30_000;

/** Asks the candidate beside what is served, where nobody sees its answers, once a process of its own has checked that it can be. */
export function shadowStep(call: LoopCall): LoopStep {
  const { retrain } = call;
  const { share, least } = retrain.shadow;
  const isLeftOut = least === 0 || share === 0;
  return {
    preview: async ({ loop }) =>
      `It would check ${loop.facts.release} in a fresh process${isLeftOut ? "" : `, and ask it beside what is served on ${percent(share)} of the decisions, until ${least}`}.`,
    found: async ({ mark }) => {
      const plan = await planWith(call, mark);
      return plan === undefined ? undefined : { plan: plan.version };
    },
    make: async ({ loop, mark }) => {
      const checked = await checkedRelease(call, loop);
      if (checked !== undefined) return checked;
      return isLeftOut ? {} : await serve(call, loop, { way: { kind: "shadow", share }, mark });
    },
    look: async ({ loop, mark }) => (isLeftOut ? NO_SHADOW : await lookAtShadow(call, loop, mark)),
  };
}

const NO_SHADOW: StepSeen = { kind: "next", says: "it can be served; no shadow is declared" };

/** What ends the loop where the candidate cannot be served; undefined where it can. */
async function checkedRelease(
  { loaded, fresh, registry, system }: LoopCall,
  { facts }: Loop,
): Promise<StepMade | undefined> {
  const budget = { mostMs: undefined, mostMib: undefined };
  const check = await checkElsewhere(loaded.file, { id: facts.release ?? "" }, { fresh, budget });
  if (check.passed) return undefined;
  const why = check.problems.join("; ");
  await registry.note(system.name, { what: "release.check-failed", subject: check.release, why, facts: { ...check } });
  return { kind: "end", end: "refused", says: `it cannot be served: ${why}` };
}

async function lookAtShadow(call: LoopCall, { facts }: Loop, mark: string): Promise<StepSeen> {
  const { release = "" } = facts;
  const plan = await currentPlan(call);
  if (plan.why.includes(mark) && plan.shadows === undefined) return refusedShadow(plan.why.replace(mark, "").trim());
  if (!plan.shadows?.some((one) => one.release === release)) return superseded(plan);
  const watched = await watchedUnder(call, plan);
  const shadow = watched.shadows[release] ?? noShadow;
  const limits = { ...RAMP_LIMITS, scoreShift: null, actions: null };
  const ramp = { steps: [1], step: 0, dwellMs: 0, decisions: 0, limits, champion: "", canary: release, from: 0 };
  const served = watched.arms[plan.allocations[0]?.arm ?? ""] ?? noArm;
  const guarded = { canary: shadow, champion: served, guardedMs: undefined };
  const trouble = troubleOf({ ...guarded, ramp: { ...ramp, becomes: "champion" } })?.replace(/^canary/, "shadow");
  if (trouble !== undefined) {
    const { allocations, ramp: kept } = plan;
    const change = { allocations, ...(kept === undefined ? {} : { ramp: kept }), why: `${trouble} ${mark}` };
    await publish(call, await call.registry.changePlan(plan.system, plan.version, change));
    return refusedShadow(trouble);
  }
  const { least } = call.retrain.shadow;
  const { decisions } = shadow;
  if (decisions < least)
    return { kind: "wait", says: `the shadow was asked ${decisions} of ${least} times`, againMs: pace(call) };
  return {
    kind: "next",
    says: `the shadow answered ${decisions} decisions, ${shadow.failed} failed, ${shadow.agreed} as what is served did`,
  };
}

function refusedShadow(why: string): StepSeen {
  return { kind: "end", end: "refused", says: why };
}

/** Gives the candidate to a growing part of the entities; servers look after it, and take it back at the first sign of trouble. */
export function canaryStep(call: LoopCall): LoopStep {
  const { retrain } = call;
  const steps = stepsOf(call);
  const { dwell, least } = retrain.canary;
  return {
    preview: async ({ loop }) =>
      `It would give ${loop.facts.release} to ${steps.map(percent).join(", then ")} of the entities, each for ${dwell} and ${least} decisions at least.`,
    found: async ({ mark }) => {
      const plan = await planWith(call, mark);
      return plan === undefined ? undefined : { plan: plan.version };
    },
    make: ({ loop, mark }) => {
      const ramp = { steps, dwellMs: milliseconds(dwell), decisions: least, shift: RAMP_LIMITS.scoreShift ?? 0.2 };
      return serve(call, loop, { way: { kind: "canary", ramp }, mark });
    },
    look: ({ loop }) => lookAtCanary(call, loop),
  };
}

/** A test follows where one is asked for, so that nobody's canary reaches everybody before. */
function stepsOf({ retrain: { canary, prove } }: LoopCall): readonly number[] {
  const below = canary.ramp.filter((share) => share < 1);
  if (prove === "skip") return [...below, 1];
  return below.length === 0 ? [0.01] : below;
}

async function lookAtCanary(call: LoopCall, { facts }: Loop): Promise<StepSeen> {
  const { system, clock } = call;
  const { release } = facts;
  const plan = await currentPlan(call);
  if (plan.restores !== undefined && standing(plan).champion !== release)
    return { kind: "end", end: "rolled-back", says: plan.why };
  if (!isUnderWay(plan))
    return standing(plan).champion === release
      ? { kind: "next", says: "the canary serves everybody" }
      : superseded(plan);
  const { ramp } = plan;
  if (ramp === undefined || ramp.canary !== release) return superseded(plan);
  const watched = await watchedUnder(call, plan);
  const now = clock.now();
  const step = rolloutStep(system, plan, { watched, now });
  if (step?.kind === "restart") return await restarted(call, { plan, step });
  const { canary = noArm } = watched.arms;
  const isProven = now - plan.at >= ramp.dwellMs && canary.decisions >= ramp.decisions;
  if (ramp.step === ramp.steps.length - 1 && isProven && step?.kind === "stay")
    return {
      kind: "next",
      says: `the canary held up on ${percent(ramp.steps.at(-1) ?? 1)} of the entities: ${canary.decisions} decisions, ${canary.failed} failed`,
    };
  const at = `the canary is at ${percent(ramp.steps[ramp.step] ?? 1)}`;
  return { kind: "wait", says: `${at}, with ${canary.decisions} of ${ramp.decisions} decisions`, againMs: pace(call) };
}

/** A step that began on a clock that was ahead, anew; a server may do it as well. */
async function restarted(
  call: LoopCall,
  taken: { readonly plan: TrafficPlan; readonly step: RolloutStep },
): Promise<StepSeen> {
  const next = await takeStep(call.system, taken, call.registry);
  if (next !== undefined) await publish(call, next);
  return { kind: "wait", says: taken.step.why, againMs: pace(call) };
}

/** A quarter of the time at a step, within reason. */
export function pace({ retrain }: LoopCall): number {
  return Math.round(Math.min(SELDOM, Math.max(OFTEN, milliseconds(retrain.canary.dwell) / 4)));
}

export async function currentPlan({ registry, system }: LoopCall): Promise<TrafficPlan> {
  return known(await registry.currentPlan(system.name), `a plan of ${system.name}`);
}

/** Somebody else changed what is served, and knows better. */
export function superseded({ version, by, why }: TrafficPlan): StepSeen {
  return { kind: "end", end: "superseded", says: `traffic plan ${version} by ${by} serves something else: ${why}` };
}

/** Gives the candidate to those whom the way says, where nobody else tries something. Throws `cli.input.retrain-traffic-busy`. */
async function serve(
  call: LoopCall,
  { facts, why: reasons }: Loop,
  { way, mark }: { readonly way: ReleaseWay; readonly mark: string },
): Promise<LoopFacts> {
  const { registry, system, retrain } = call;
  const release = known(facts.release, "the release of a candidate");
  const before = (await registry.currentPlan(system.name)) ?? (await initialPlan(system, registry));
  const running = before.allocations.find(({ experiment }) => experiment !== undefined)?.experiment;
  if (running !== undefined) throw trafficBusy({ system: system.name, problem: `an experiment "${running}"` });
  if (isUnderWay(before)) throw trafficBusy({ system: system.name, problem: "a canary" });
  const champion = standing(before).champion;
  const comparable = (await registry.findRelease(champion)).kind === "model";
  const purpose = retrain.prove === "skip" ? "unproven" : "champion";
  const { ramp, ...planned } = plannedFor(system, release, { before, way, purpose, comparable });
  // Whatever takes a canary back takes its shadow back with it.
  const back = before.shadows?.some((one) => one.release === release) ? before.version - 1 : before.version;
  const why = `${reasons.join("; ")} ${mark}`;
  const growing = ramp === undefined ? {} : { ramp: { ...ramp, from: way.kind === "canary" ? back : ramp.from } };
  const plan = await registry.changePlan(system.name, before.version, { ...planned, ...growing, why });
  await publish(call, plan);
  return { plan: plan.version, champion, purpose };
}
