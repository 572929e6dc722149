import { keepStopped } from "../../../src/cli/archive/keep-stopped.ts";
import { noteStart, noteStop } from "../../../src/cli/experiments/experiment-record.ts";
import { chosenRelease, registerRelease } from "../../../src/cli/releases/release-models.ts";
import {
  designOfPlan,
  experimentFromJournal,
  type JournalExperiment,
  journalReport,
  journalSentence,
} from "../../../src/experiment/index.ts";
import { insufficient, known } from "../../../src/kernel/index.ts";
import { championPlan, experimentPlan, experimentSalt, freeRange } from "../../../src/registry/index.ts";
import type { Estimated } from "../../../src/stats/index.ts";
import { journalSoFar } from "./journal.ts";
import { DAY, inAct, type Learned, type Opened, type Stage } from "./stage.ts";
import type { Watching } from "./watch.ts";
import { writeReport } from "./write-report.ts";

const EXPERIMENT = "model-against-rule";
/** Longer than this nobody waits. */
const LONGEST = 14;

/** One night's look at the test: the difference in money per reader, by an interval that may be looked at every night. */
export interface Look {
  readonly day: number;
  readonly difference: Estimated;
  readonly readers: number;
}

/** What the test came to. */
export interface Proven {
  readonly looks: readonly Look[];
  readonly found: JournalExperiment;
  readonly sentence: string;
  /** Who serves everybody from now on. */
  readonly chosen: "model" | "rule";
  readonly releases: { readonly model: string; readonly rule: string };
  readonly ended: number;
  /** True money a decision that the models brought above the rule, on the posts that they were asked about. */
  readonly truth: number;
}

/** Act 5: half of the readers get the rule and half the models, by lot, until an interval that may be looked at every night excludes zero. */
export async function prove(
  stage: Stage,
  {
    learned: { run },
    opened,
    watching,
  }: { readonly learned: Learned; readonly opened: Opened; readonly watching: Watching },
): Promise<Proven> {
  const { options, clock, system } = stage;
  const step = inAct(options.progress, 5, "Prove").step("The models against the rule, over HTTP");
  const releases = await bothReleases(
    stage,
    run.result.models.map(({ id }) => id),
  );
  const plan = await begin(stage, releases);
  await opened.decider.refresh();
  const read = journalSoFar(stage.state.journal);
  const design = designOfPlan(plan.allocations, { experiment: EXPERIMENT, control: "rule" });
  const began = clock.now();
  const looks: Look[] = [];
  for (let day = 1; ; day++) {
    await opened.traffic.until(began + day * DAY);
    await watching.look();
    const asked = { system, design, entries: await read(), now: clock.now(), began };
    const found = await experimentFromJournal(asked);
    looks.push(lookOf(found, day));
    step.update(day / LONGEST, `day ${day}: ${wordLook(looks)}`);
    const { call } = found.whole.verdict;
    if ((call === "keep-running" || day < 2) && day < LONGEST) continue;
    const chosen = call === "ship" ? "model" : "rule";
    const sentence = journalSentence(found, { currency: system.objective.currency, unit: "reader" });
    await settle(stage, { release: releases[chosen], chosen, why: sentence });
    await opened.decider.refresh();
    await writeReport(
      options.home.reports.experiment,
      journalReport(found, { currency: system.objective.currency, unit: "reader" }),
    );
    const proven = { looks, found, sentence, chosen, releases, ended: clock.now(), truth: trueGain(opened) } as const;
    step.done(`stopped after ${day} days: ${sentence}`);
    return proven;
  }
}

function lookOf({ whole }: JournalExperiment, day: number): Look {
  const money = whole.metrics.find(({ metric }) => metric.money === true);
  const difference = money?.effects[0]?.alwaysValid ?? insufficient("nothing-compared");
  return { day, difference, readers: Object.values(whole.units).reduce((sum, units) => sum + units, 0) };
}

function wordLook(looks: readonly Look[]): string {
  const { readers } = known(looks.at(-1), "a look");
  return `${readers.toLocaleString("en-US")} readers`;
}

/** Money a decision that the models brought above the rule, on the posts that they were asked about. */
function trueGain({ traffic }: Opened): number {
  const arm = traffic.tally.arms.get("model");
  return arm === undefined || arm.decisions === 0 ? 0 : (arm.money - arm.byRule) / arm.decisions;
}

async function bothReleases({ system, registry }: Stage, models: readonly string[]): Promise<Proven["releases"]> {
  const of = async (words: readonly string[], why: string): Promise<string> =>
    await registerRelease(system, { ...(await chosenRelease(system, words, registry)), why }, registry);
  return { model: await of(models, "passed its gate"), rule: await of(["rule"], "the rule without ML") };
}

async function begin({ system, registry }: Stage, { model, rule }: Proven["releases"]) {
  const range = known(freeRange(await registry.takenIn(system.name), 1), "room for an experiment");
  const salt = experimentSalt(system.name, EXPERIMENT);
  const terms = { name: EXPERIMENT, design: "ab", namespace: system.name, ...range, salt, control: "rule" };
  const arms = [
    { arm: "rule", release: rule, share: 0.5 },
    { arm: "model", release: model, share: 0.5 },
  ];
  const rest = { arm: "champion", release: rule, share: 1, purpose: "champion" as const };
  const why = "prove the promised gain";
  const before = (await registry.currentPlan(system.name))?.version ?? 0;
  const planned = experimentPlan(system, undefined, { comparison: { terms, arms }, rest });
  const plan = await registry.changePlan(system.name, before, { ...planned, why });
  const facts = { control: "rule", treatment: "models", share: 0.5, units: null, design: "ab", traffic: 1 };
  await noteStart(registry, { system: system.name, name: EXPERIMENT, why, namespace: system.name, ...facts });
  return plan;
}

interface Settled {
  readonly release: string;
  readonly chosen: "model" | "rule";
  readonly why: string;
}

/** The better arm gets everybody, and what was measured goes into the archive. */
async function settle(stage: Stage, { release, chosen, why }: Settled): Promise<void> {
  const { registry, system } = stage;
  const before = known(await registry.currentPlan(system.name), "a plan");
  const allocations = championPlan(system, release);
  await registry.changePlan(system.name, before.version, { allocations, why });
  await noteStop(registry, { system: system.name, name: EXPERIMENT, why, keep: chosen });
  await archive(stage);
}

/** Keeps the test in the archive, as it reads now; again later, once its last labels are known. */
export async function archive({ state, registry, system, clock, options }: Stage): Promise<void> {
  const opened = { openState: async () => state, registry: async () => registry };
  await keepStopped(system, EXPERIMENT, { ...opened, clock, signal: options.signal, who: "newsfeed demo" });
}
