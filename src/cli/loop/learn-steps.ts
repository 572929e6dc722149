import { known } from "../../kernel/index.ts";
import { championPlan, type Run } from "../../registry/index.ts";
import type { NotRecalibrated } from "../../train/index.ts";
import type { LoopFacts, LoopStep, Repair, StepGiven, StepSeen } from "../../watch/index.ts";
import { chosenRelease, registerRelease } from "../releases/release-models.ts";
import { standing } from "../releases/release-way.ts";
import { runApart } from "./apart.ts";
import { turnOf } from "./fenced-state.ts";
import { type LoopCall, planWith, publish } from "./loop-call.ts";

/** Takes a snapshot of the source as it is now. */
export function snapshotStep(call: LoopCall): LoopStep {
  const { registry, system, loaded } = call;
  return {
    preview: async () => `It would take a snapshot of ${system.source.path}.`,
    found: async ({ mark }) => {
      const events = await registry.history(system.name);
      const taken = events.findLast(({ what, why }) => what === "snapshot.added" && why.includes(mark));
      return taken === undefined ? undefined : { snapshot: taken.subject };
    },
    make: async ({ loop, mark, signal }) => {
      const argv = ["retrain", "snapshot", loaded.file, "--why", mark, "--turn", turnOf(loop)];
      const { snapshot } = (await runApart(call, { what: "Taking a snapshot", argv, signal })) as LoopFacts;
      return { snapshot: known(snapshot, "the snapshot that was taken") };
    },
    look: async ({ loop }) => ({ kind: "next", says: `took the snapshot ${loop.facts.snapshot?.slice(0, 12)}` }),
  };
}

const MINUTE = 60_000;

/**
 * Learns from the snapshot, within the minutes of the budget: where the loop began for what may be a matter of calibration, another
 * calibration for the models that serve; where that cannot be, or the gate does not let it pass, and everywhere else, it trains.
 */
export function trainStep(call: LoopCall): LoopStep {
  const { system, retrain } = call;
  const { minutes } = retrain.budget;
  const limits = `in a process of its own, on one thread, for at most ${minutes} minutes`;
  const trains = `train ${Object.keys(system.heads).join(", ")}`;
  return {
    preview: async ({ loop: { repair } }) =>
      repair?.kind === "recalibrate"
        ? `It would learn another calibration for ${repair.heads.join(", ")}, and ${trains} where the gate does not let that pass; ${limits}.`
        : `It would ${trains} ${limits}.`,
    found: ({ mark }) => learnedUnder(call, mark),
    make: async (given) => {
      const late = AbortSignal.timeout(minutes * MINUTE);
      const learning = { ...given, signal: AbortSignal.any([given.signal, late]) };
      try {
        return (await recalibrate(call, learning)) ?? (await train(call, learning));
      } catch (thrown) {
        if (!late.aborted || given.signal.aborted) throw thrown;
        return { kind: "end", end: "failed", says: `training took longer than its budget of ${minutes} minutes` };
      }
    },
    look: async ({ loop: { facts, repair } }) => ({ kind: "next", says: wordLearned(facts, repair) }),
  };
}

function wordLearned({ models = [], run, learned, instead, isKnown }: LoopFacts, repair: Repair | undefined): string {
  if (learned === "recalibrated" && repair?.kind === "recalibrate")
    return `recalibrated ${repair.heads.join(", ")} instead of training: ${models.join(" + ")} in ${run}`;
  const first = instead === undefined ? "" : `another calibration is not enough (${instead}), so it `;
  const again = isKnown === true ? ", which was there before: nothing that it learns from has changed" : "";
  return `${first}trained ${models.join(" + ")} in ${run}${again}`;
}

/** Marks the recalibration that comes before a training. */
function markBefore(mark: string): string {
  return mark.replace(/ train\]$/, " recalibrate]");
}

/** What has been learned under a mark: a training, or a recalibration that is enough. */
async function learnedUnder(call: LoopCall, mark: string): Promise<LoopFacts | undefined> {
  const [trained, tried] = [await finishedRun(call, mark), await finishedRun(call, markBefore(mark))];
  if (trained !== undefined) {
    const instead = tried === undefined ? {} : whyInstead(tried);
    const isKnown = await wereThere(call, trained.models, mark);
    return { run: trained.id, models: trained.models, learned: "trained", ...instead, ...(isKnown && { isKnown }) };
  }
  return tried === undefined || !isEnough(tried)
    ? undefined
    : { run: tried.id, models: tried.models, learned: "recalibrated" };
}

/** Whether other runs made all of these models: a training of the same from the same comes to the same. */
async function wereThere({ registry, system }: LoopCall, models: readonly string[], mark: string): Promise<boolean> {
  const others = (await registry.runs(system.name)).filter(({ why }) => !why.includes(mark));
  const there = new Set(others.flatMap((run) => run.models));
  return models.length > 0 && models.every((id) => there.has(id));
}

async function finishedRun({ registry, system }: LoopCall, mark: string): Promise<Run | undefined> {
  const runs = await registry.runs(system.name);
  return runs.findLast(({ why, status }) => why.includes(mark) && status === "finished");
}

function isEnough({ models, facts }: Run): boolean {
  return models.length > 0 && facts.gate === "pass";
}

/** Why a recalibration was not enough. */
function whyInstead({ facts }: Run): Pick<LoopFacts, "instead" | "insteadCode"> {
  const refused = facts.notRecalibrated as NotRecalibrated | undefined;
  if (refused !== undefined)
    return { instead: `head \`${refused.head}\`: ${refused.why}`, insteadCode: refused.reason };
  const reasons = (facts.gateReasons ?? []) as readonly { readonly message: string }[];
  const said = reasons.map(({ message }) => message.replace(/\.$/, "")).join("; ");
  return { instead: said || "the gate said no", insteadCode: `gate-${String(facts.gate)}` };
}

/** Learns another calibration where that is to be tried and was not yet; undefined where it is not enough. */
async function recalibrate(call: LoopCall, given: StepGiven): Promise<LoopFacts | undefined> {
  const { loop, mark } = given;
  const { repair } = loop;
  if (repair?.kind !== "recalibrate" || (await finishedRun(call, markBefore(mark))) !== undefined) return undefined;
  const since = repair.since === undefined ? [] : ["--since", new Date(repair.since).toISOString()];
  const more = ["--recalibrate", repair.heads.join(","), ...since];
  await learnApart(call, { ...given, what: "Recalibrating", why: markBefore(mark), more });
  return await learnedUnder(call, mark);
}

async function train(call: LoopCall, given: StepGiven): Promise<LoopFacts> {
  await learnApart(call, { ...given, what: "Training", why: given.mark, more: [] });
  return known(await learnedUnder(call, given.mark), "the run of a training that has ended");
}

interface Learning extends StepGiven {
  readonly what: string;
  readonly why: string;
  readonly more: readonly string[];
}

async function learnApart(call: LoopCall, { loop, signal, what, why, more }: Learning): Promise<void> {
  const { snapshot = "" } = loop.facts;
  const words = ["--snapshot", snapshot, "--why", why, "--turn", turnOf(loop), ...more];
  await runApart(call, { what, argv: ["retrain", "train", call.loaded.file, ...words], signal });
}

/** Reads what the gate said. What it refused ends the loop; where the rule is plainly better than what serves, the rule serves. */
export function gateStep(call: LoopCall): LoopStep {
  const { registry, system } = call;
  return {
    preview: async () => "It would ask the gate about what was trained.",
    found: async ({ mark }) => {
      const plan = await planWith(call, mark);
      return plan === undefined ? undefined : { plan: plan.version };
    },
    make: async (given) => ((await isWorseThanRule(call, given)) ? await serveRule(call, given) : {}),
    look: async ({ loop, mark }) => {
      const chosen = await chosenRelease(system, loop.facts.models ?? [], registry);
      if (chosen.kind === "rule") return { kind: "end", end: "refused", says: "there is nothing to release" };
      const open = chosen.unpassed?.open.map(({ message }) => message) ?? [];
      const fell = await planWith(call, mark);
      const said = open.join(" ") || "it did not say why";
      if (fell !== undefined)
        return {
          kind: "end",
          end: "fell-back",
          says: `${fell.why.replace(mark, "").trim()} The gate refused the candidate: ${said}`,
        };
      if (chosen.unpassed !== null && (await isUndecided(call, loop)))
        return { kind: "end", end: "insufficient", says: `the gate cannot tell, and what serves stays: ${said}` };
      if (chosen.unpassed !== null) return { kind: "end", end: "refused", says: `the gate said no: ${said}` };
      return await passed(call, chosen);
    },
  };
}

async function passed(
  { registry, system }: LoopCall,
  chosen: Parameters<typeof registerRelease>[1] extends infer C ? Omit<C, "why"> : never,
): Promise<StepSeen> {
  const whole = { ...chosen, why: "passed its gate in a retraining" } as Parameters<typeof registerRelease>[1];
  const release = await registerRelease(system, whole, registry);
  const plan = await registry.currentPlan(system.name);
  const champion = plan === undefined ? undefined : standing(plan).champion;
  if (champion === release)
    return { kind: "end", end: "refused", says: "it came to the very release that serves already" };
  const before = champion === undefined ? {} : { champion };
  return { kind: "next", says: `the gate let ${release} pass`, facts: { release, purpose: "champion", ...before } };
}

/** Whether the gate withheld its word for want of data. */
async function isUndecided({ registry, system }: LoopCall, { facts }: StepGiven["loop"]): Promise<boolean> {
  return (await registry.findRun(system.name, facts.run ?? "")).facts.gate === "insufficient";
}

/** What the gate's run found that everybody earns a decision. */
type Earned = Readonly<Partial<Record<"model" | "rule" | "champion", { readonly low: number; readonly high: number }>>>;

/** Whether a model serves that earns plainly less than the rule on what was just learned from, and the candidate is no help. */
async function isWorseThanRule({ registry, system }: LoopCall, { loop }: StepGiven): Promise<boolean> {
  const run: Run = await registry.findRun(system.name, loop.facts.run ?? "");
  const { rule, champion } = (run.facts.perDecision ?? {}) as Earned;
  if ((run.facts.judged as { readonly enough?: boolean } | undefined)?.enough === false) return false;
  if (run.facts.gate === "pass" || rule === undefined || champion === undefined) return false;
  const plan = await registry.currentPlan(system.name);
  if (plan === undefined || (await registry.findRelease(standing(plan).champion)).kind === "rule") return false;
  const isAlone = plan.allocations.every(({ purpose }) => purpose !== "canary" && purpose !== "experiment");
  return isAlone && rule.low > champion.high;
}

async function serveRule(call: LoopCall, { mark }: StepGiven): Promise<LoopFacts> {
  const { registry, system } = call;
  const before = known(await registry.currentPlan(system.name), `a plan of ${system.name}`);
  const rule = await chosenRelease(system, ["rule"], registry);
  const release = await registerRelease(system, { ...rule, why: "the rule without ML" }, registry);
  const why = `On the newest data the rule earns plainly more than the model that served, so it serves again. ${mark}`;
  const plan = await registry.changePlan(system.name, before.version, {
    allocations: championPlan(system, release),
    why,
  });
  await publish(call, plan);
  return { plan: plan.version };
}
