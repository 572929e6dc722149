import { isAlidadeError, known, milliseconds } from "../../kernel/index.ts";
import { championPlan, experimentPlan, experimentSalt, freeRange, type TrafficPlan } from "../../registry/index.ts";
import {
  isUnderWay,
  type Loop,
  type LoopFacts,
  type LoopStep,
  type StepGiven,
  type StepSeen,
} from "../../watch/index.ts";
import { keepStopped } from "../archive/keep-stopped.ts";
import { noteStart, noteStop, ranBetween, startedWith } from "../experiments/experiment-record.ts";
import { plannedAs, readOut } from "../experiments/read-out.ts";
import { percent } from "../releases/percent.ts";
import { standing } from "../releases/release-way.ts";
import { type LoopCall, planWith, publish } from "./loop-call.ts";
import { trafficBusy } from "./loop-errors.ts";
import { currentPlan, pace, superseded } from "./traffic-steps.ts";

/** Of those who keep what was served while the candidate serves everybody else. */
const HELD = 0.05;
/** Begins the reason of an end without an answer. */
const UNDECIDED = "The test could not tell";

/** Compares the candidate with what was served, at random, on the business metric. */
export function testStep(call: LoopCall): LoopStep {
  const { retrain } = call;
  if (retrain.prove === "skip") return NO_TEST;
  const share = retrain.prove === "holdback" ? 1 - Math.max(HELD, call.system.holdback) : retrain.test.share;
  return {
    preview: async ({ loop }) =>
      `It would compare ${loop.facts.release} on ${percent(share)} of the entities with what is served, for at most ${retrain.test.longest}.`,
    found: async ({ loop, mark }) => {
      const plan = await planWith(call, mark);
      if (plan === undefined) return undefined;
      const name = nameOf(loop);
      if ((await startedWith(call.registry, call.system.name, name)) === undefined)
        await noteTest(call, { loop, share, why: plan.why });
      return { experiment: name, plan: plan.version };
    },
    make: (given) => startTest(call, given, share),
    look: (given) => lookAtTest(call, given),
  };
}

const NO_TEST: LoopStep = {
  preview: async () => "It would go on without a test: the objective allows what is unproven.",
  look: async () => ({ kind: "next", says: "no test: the objective allows what is unproven" }),
};

function nameOf({ number }: Loop): string {
  return `loop-${number}`;
}

/** The champion's part and the candidate's, in place of the canary. */
async function startTest(call: LoopCall, { loop, mark }: StepGiven, share: number): Promise<LoopFacts> {
  const { registry, system } = call;
  const before = await currentPlan(call);
  const release = known(loop.facts.release, "the release of a candidate");
  const isOurs = isUnderWay(before) && before.ramp?.canary === release;
  if (!isOurs) throw trafficBusy({ system: system.name, problem: `traffic plan ${before.version} by ${before.by}` });
  const { champion } = standing(before);
  const name = nameOf(loop);
  const range = freeRange(await registry.takenIn(system.name), 1);
  if (range === undefined) throw trafficBusy({ system: system.name, problem: "experiments in its namespace" });
  const terms = {
    name,
    design: "ab",
    namespace: system.name,
    ...range,
    salt: experimentSalt(system.name, name),
    control: "control",
  };
  const arms = [
    { arm: "control", release: champion, share: 1 - share },
    { arm: "treatment", release, share },
  ];
  const rest = { arm: "champion", release: champion, share: 1, purpose: "champion" as const };
  const planned = experimentPlan(system, undefined, { comparison: { terms, arms }, rest });
  const why = `${loop.why.join("; ")} ${mark}`;
  const plan = await registry.changePlan(system.name, before.version, { ...planned, why });
  await noteTest(call, { loop: { ...loop, facts: { ...loop.facts, champion } }, share, why });
  await publish(call, plan);
  return { experiment: name, plan: plan.version, champion };
}

async function noteTest(
  { registry, system }: LoopCall,
  { loop, share, why }: { readonly loop: Loop; readonly share: number; readonly why: string },
): Promise<void> {
  const words = async (release: string | undefined): Promise<string> => {
    const { kind, models } = await registry.findRelease(release ?? "");
    return kind === "rule" ? "rule" : Object.values(models).join(" + ");
  };
  const [control, treatment] = [await words(loop.facts.champion), await words(loop.facts.release)];
  const facts = { control, treatment, share, units: null, design: "ab", namespace: system.name, traffic: 1 };
  await noteStart(registry, { system: system.name, name: nameOf(loop), why, ...facts });
}

async function lookAtTest(call: LoopCall, { loop, mark, signal }: StepGiven): Promise<StepSeen> {
  const { registry, system, clock, retrain } = call;
  const name = nameOf(loop);
  const plan = await currentPlan(call);
  if (!plan.allocations.some(({ experiment }) => experiment === name)) return endedEarlier(plan, mark);
  const now = clock.now();
  const { from: began } = ranBetween(await registry.planHistory(system.name), name, now);
  // On a clock that was ahead and was set back: as the loop takes it.
  const from = began > now ? (loop.intendedAt ?? began) : began;
  const found = await readTest(call, name, signal);
  if (found?.call === "ship") return { kind: "next", says: found.says };
  if (found?.call === "dont" || found?.call === "invalid")
    return await giveUp(call, { loop, mark, signal, why: found.says });
  if (now - from < milliseconds(retrain.test.longest))
    return {
      kind: "wait",
      says: found?.says ?? "nothing of the test can be read yet",
      againMs: Math.max(pace(call), MINUTE),
    };
  const why = `${UNDECIDED} within ${retrain.test.longest}. ${found?.says ?? "Nothing of it could be read."}`;
  const mayGoOn = system.objective.stated && system.objective.unproven === "allowed";
  if (mayGoOn)
    return { kind: "next", says: `${why} The objective allows what is unproven.`, facts: { purpose: "unproven" } };
  return await giveUp(call, { loop, mark, signal, why });
}

const MINUTE = 60_000;

interface TestRead {
  readonly call: string;
  readonly says: string;
}

/** What the test shows so far; undefined where nothing of it has settled. */
async function readTest(call: LoopCall, name: string, signal: AbortSignal): Promise<TestRead | undefined> {
  const { registry, system, state, clock } = call;
  const options = { name, early: false };
  const planned = await plannedAs(registry, system.name, name);
  try {
    const found = await readOut(system, { ...planned, options }, { registry, journal: state.journal, signal, clock });
    const { journalSentence } = await import("../../experiment/index.ts");
    return { call: found.whole.verdict.call, says: journalSentence(found, { currency: system.objective.currency }) };
  } catch (thrown) {
    if (isAlidadeError(thrown) && thrown.code.startsWith("experiment.")) return undefined;
    throw thrown;
  }
}

/** The test is not in the plan any more: taken out by this loop just before it was killed, or by somebody else. */
function endedEarlier(plan: TrafficPlan, mark: string): StepSeen {
  if (!plan.why.includes(mark)) return superseded(plan);
  return outOf(plan.why.replace(mark, "").trim());
}

function outOf(why: string): StepSeen {
  return { kind: "end", end: why.startsWith(UNDECIDED) ? "refused" : "rolled-back", says: why };
}

interface Ending {
  readonly loop: Loop;
  readonly mark: string;
  readonly signal: AbortSignal;
  readonly why: string;
}

async function giveUp(call: LoopCall, ending: Ending): Promise<StepSeen> {
  const { champion = "" } = ending.loop.facts;
  await endTest(call, { ...ending, release: champion, purpose: "champion", keep: "control" });
  return outOf(ending.why);
}

interface TestEnd extends Ending {
  readonly release: string;
  readonly purpose: "champion" | "unproven";
  readonly keep: "control" | "treatment";
}

/** One release serves everybody again, and what the test showed goes into the archive. */
async function endTest(call: LoopCall, end: TestEnd): Promise<TrafficPlan> {
  const { registry, system, state, clock } = call;
  const { loop, mark, signal, why, release, purpose, keep } = end;
  const before = await currentPlan(call);
  const name = nameOf(loop);
  const allocations = championPlan(system, release, purpose);
  const plan = await registry.changePlan(system.name, before.version, { allocations, why: `${why} ${mark}` });
  await publish(call, plan);
  await noteStop(registry, { system: system.name, name, why, keep });
  const opened = { openState: async () => state, registry: async () => registry };
  await keepStopped(system, name, { ...opened, clock, signal, who: "alidade" });
  return plan;
}

/** Makes the candidate the champion, or what is unproven where it was let through without a test. */
export function championStep(call: LoopCall): LoopStep {
  return {
    preview: async ({ loop }) =>
      `It would give ${loop.facts.release} to everybody as ${loop.facts.purpose ?? "champion"}.`,
    found: async ({ mark }) => {
      const plan = await planWith(call, mark);
      return plan === undefined ? undefined : { plan: plan.version };
    },
    make: async ({ loop, mark, signal }) => {
      const { release = "", purpose = "champion" } = loop.facts;
      const before = await currentPlan(call);
      const serves = before.allocations.every((one) => one.release === release && one.experiment === undefined);
      if (serves) return { plan: before.version };
      if (!before.allocations.some(({ experiment }) => experiment === nameOf(loop)))
        return superseded(before) as Extract<StepSeen, { kind: "end" }>;
      const plan = await endTest(call, { loop, mark, signal, why: loop.says, release, purpose, keep: "treatment" });
      return { plan: plan.version };
    },
    look: async ({ loop: { facts } }) => ({
      kind: "next",
      says: `${facts.release} serves everybody as ${facts.purpose ?? "champion"} (traffic plan ${facts.plan})`,
    }),
  };
}
