import { client } from "../../../src/client/index.ts";
import { type Design, designOfPlan, readoutFromJournal, readoutReport } from "../../../src/experiment/index.ts";
import { isInsufficient } from "../../../src/kernel/index.ts";
import type { Envelope } from "../../../src/records/index.ts";
import { championPlan, type Registry, type TrafficPlan } from "../../../src/registry/index.ts";
import type { Window } from "../../../src/sim/index.ts";
import type { Journal } from "../../../src/store/index.ts";
import system from "../system.mts";
import { endOf } from "./history.ts";
import type { Promised } from "./promise.ts";
import type { Learned, Measured, Opened, Stage } from "./stage.ts";
import { trueLift } from "./truth.ts";
import { truthSection } from "./truth-section.ts";
import { visit } from "./visits.ts";
import { writeReport } from "./write-report.ts";

const EXPERIMENT = "model-against-rule";
const DAY = 86_400_000;
/** The attribution window of the outcome. */
const WAIT = 7 * DAY;

/** Half of the visitors get the rule, half the model; what they bring is measured, held against the truth, and acted on. */
export async function experiment(stage: Stage, { promised, decider, server }: Learned & Opened): Promise<Measured> {
  const { options, registry } = stage;
  const { days, past, home } = options;
  const window: Window = { start: endOf(past), days };
  const visitors = options.visitors ?? crowdFor(promised, past.visitors);
  const units = isInsufficient(promised.plan) ? undefined : Math.min(promised.plan.units, visitors);
  const plan = await startExperiment(registry, units);
  await decider.refresh();
  const came = await letThemCome(stage, { visitors, window, url: server.url });
  const design = designOfPlan(plan.allocations, { experiment: EXPERIMENT, control: "rule", units });
  const { early, readout } = await readOut(stage, design, window);
  const truth = await askForTruth(stage, { plan, visitors, window });
  const chosen = readout.verdict.kind === "better" ? "model" : "rule";
  await settle(registry, plan, { chosen, why: `experiment ${EXPERIMENT}: ${readout.verdict.kind}` });
  await decider.refresh();
  const report = readoutReport(readout, { currency: system.objective.currency, unit: "visitor" });
  const sections = [truthSection({ promised, readout, truth, days }), ...report.sections];
  await writeReport(home.reports.experiment, { ...report, sections });
  return { days, design, ...came, early, readout, truth, chosen };
}

interface Crowd {
  readonly visitors: number;
  readonly window: Window;
}

async function letThemCome(
  { options, feed, clock }: Stage,
  { visitors, window, url }: Crowd & { readonly url: string },
): Promise<Pick<Measured, "visited" | "visitSeconds">> {
  const started = performance.now();
  const step = options.progress.step("Experiment: serving visitors");
  const days = window.days + WAIT / DAY;
  const visited = await visit({
    feed,
    seed: options.seed,
    visitors,
    window,
    wait: WAIT,
    ask: client<typeof system>(url, { timeoutMs: 20_000 }),
    clock,
    lanes: 48,
    progress: (share) => step.update(share, `day ${Math.floor(share * days)}`),
  });
  step.done(`${visited.decisions.toLocaleString("en-US")} decisions over HTTP`);
  return { visited, visitSeconds: (performance.now() - started) / 1_000 };
}

/** The readout, and what it would have been on the last day, before the last outcomes were known. */
async function readOut(
  { options, clock, state }: Stage,
  design: Design,
  { start, days }: Window,
): Promise<Pick<Measured, "early" | "readout">> {
  const step = options.progress.step("Experiment: reading it out");
  const asked = { system, design, entries: await everything(state.journal) };
  const early = await readoutFromJournal({ ...asked, now: start + days * DAY, early: true });
  const readout = await readoutFromJournal({ ...asked, now: clock.now() });
  step.done(`${readout.arms.reduce((sum, arm) => sum + arm.units, 0).toLocaleString("en-US")} visitors`);
  return { early, readout };
}

async function askForTruth(
  { options, feed, registry }: Stage,
  asked: Crowd & { readonly plan: TrafficPlan },
): Promise<Measured["truth"]> {
  const step = options.progress.step("Simulate: the truth");
  const truth = await trueLift({ feed, system, registry, ...asked });
  step.done();
  return truth;
}

/** So many visitors that the planned number comes by, though not everybody does. */
function crowdFor({ plan }: Promised, fallback: number): number {
  return isInsufficient(plan) ? fallback : Math.ceil(plan.units * 1.15);
}

/** Half of the visitors get the rule and half the model, by lot; the plan and its size are in the history before anybody comes. */
async function startExperiment(registry: Registry, units: number | undefined): Promise<TrafficPlan> {
  const releases = await registry.releases(system.name);
  const newest = (kind: "rule" | "model"): string => releases.findLast((release) => release.kind === kind)?.id ?? "";
  const current = await registry.currentPlan(system.name);
  const arms = (["rule", "model"] as const).map((arm) => ({
    arm,
    release: newest(arm),
    share: 0.5,
    purpose: "experiment" as const,
    experiment: EXPERIMENT,
  }));
  await registry.note(system.name, {
    what: "experiment.started",
    subject: EXPERIMENT,
    why: "prove the promised gain",
    facts: { control: "rule", units: units ?? null },
  });
  return await registry.changePlan(system.name, current?.version ?? 0, {
    allocations: arms,
    why: `experiment ${EXPERIMENT}`,
  });
}

/** The better arm gets everybody. */
async function settle(
  registry: Registry,
  plan: TrafficPlan,
  { chosen, why }: { readonly chosen: string; readonly why: string },
): Promise<void> {
  const release = plan.allocations.find(({ arm }) => arm === chosen)?.release ?? "";
  await registry.changePlan(system.name, plan.version, { allocations: championPlan(system, release), why });
}

async function everything(journal: Journal): Promise<readonly Envelope[]> {
  const entries: Envelope[] = [];
  let page = await journal.read(null, 2_000);
  while (page.entries.length > 0) {
    entries.push(...page.entries);
    page = await journal.read(page.next, 2_000);
  }
  return entries;
}
