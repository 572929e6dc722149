import { writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { type Assessment, assess, assessmentReport } from "../../../src/assess/index.ts";
import { client } from "../../../src/client/index.ts";
import { type Decider, deciderOf } from "../../../src/decide/index.ts";
import {
  type Design,
  designOfPlan,
  type Readout,
  readoutFromJournal,
  readoutReport,
} from "../../../src/experiment/index.ts";
import {
  type Insufficient,
  isInsufficient,
  seededIds,
  type VirtualClock,
  virtualClock,
} from "../../../src/kernel/index.ts";
import { compute, fileReader, openState } from "../../../src/presets.ts";
import type { DecisionRecord, Envelope } from "../../../src/records/index.ts";
import { championPlan, type Registry, registryOf, type TrafficPlan } from "../../../src/registry/index.ts";
import { type Document, type Progress, toHtml } from "../../../src/report/index.ts";
import { type RunningServer, startServer } from "../../../src/server/index.ts";
import { type Newsfeed, newsfeed, newsfeedStart, type Truth, type Window } from "../../../src/sim/index.ts";
import type { Journal, State } from "../../../src/store/index.ts";
import { type TrainRun, train } from "../../../src/train/index.ts";
import { modelReport } from "../../../src/train/report/index.ts";
import system from "../system.mts";
import { endOf, type Past, writeHistory } from "./history.ts";
import type { Home } from "./home.ts";
import { type Promised, promiseOf } from "./promise.ts";
import { truthSection } from "./screen.ts";
import { trueLift } from "./truth.ts";
import { type Visited, visit } from "./visits.ts";

export const EXPERIMENT = "model-against-rule";
const DAY = 86_400_000;
/** The attribution window of the outcome. */
const WAIT = 7 * DAY;

export interface DemoOptions {
  readonly home: Home;
  /** Of the simulated world, and of everything that is left to chance. */
  readonly seed: number;
  readonly past: Past;
  /** Length of the experiment. */
  readonly days: number;
  /** Visitors in the experiment. Default: as many as its plan says. */
  readonly visitors?: number;
  /** Port of the server; 0 takes a free one. */
  readonly port: number;
  readonly progress: Progress;
}

/** Everything that the last screen is drawn from. */
export interface Findings {
  readonly assessment: Assessment;
  readonly run: TrainRun;
  readonly promised: Promised;
  /** Length of the experiment. */
  readonly days: number;
  readonly design: Design;
  readonly visited: Visited;
  readonly visitSeconds: number;
  /** As it would have been read on the last day, before the last outcomes were known. */
  readonly early: Readout;
  readonly readout: Readout;
  readonly truth: Truth | Insufficient;
  /** Who gets everything now. */
  readonly chosen: "model" | "rule";
}

/** A demo that has run and goes on serving. */
export interface Demo {
  readonly findings: Findings;
  readonly url: string;
  /** A question that the chosen release answers. */
  readonly question: { readonly entity: string; readonly given: object };
  readonly clock: VirtualClock;
  close(): Promise<void>;
}

/** What the steps share. */
interface Stage {
  readonly options: DemoOptions;
  readonly feed: Newsfeed;
  readonly clock: VirtualClock;
  readonly state: State;
  readonly registry: Registry;
}

/** The whole loop: history, assessment, training, an experiment over HTTP, its readout, the truth, the consequence. */
export async function runDemo(options: DemoOptions): Promise<Demo> {
  const { home, seed, past } = options;
  const feed = newsfeed({ seed });
  const clock = virtualClock(endOf(past));
  await makeHistory(feed, options);
  const state = await openState(home.state, { create: true });
  const stage: Stage = { options, feed, clock, state, registry: registryOf({ state, clock, who: "newsfeed demo" }) };
  const learned = await learn(stage);
  const opened = await serve(stage);
  const measured = await experiment(stage, { ...learned, ...opened });
  const question = feed.opportunities(firstVisitor(feed), { start: clock.now(), days: 30 })[0];
  return {
    findings: { ...learned, ...measured },
    url: opened.server.url,
    question: { entity: question?.entity ?? "", given: question?.given ?? {} },
    clock,
    close: async () => {
      await opened.server.close();
      await state.close();
      await home.release();
    },
  };
}

function firstVisitor(feed: Newsfeed): number {
  let no = 0;
  while (feed.opportunities(no, { start: newsfeedStart, days: 30 }).length === 0) no++;
  return no;
}

async function makeHistory(feed: Newsfeed, { past, home, progress }: DemoOptions): Promise<void> {
  const step = progress.step("Simulate: the past");
  const rows = await writeHistory(feed, past, home.history);
  step.done(
    `${rows.toLocaleString("en-US")} posts shown to ${past.visitors.toLocaleString("en-US")} visitors in ${past.days} days`,
  );
}

type Learned = Pick<Findings, "assessment" | "run" | "promised">;

async function learn({ options, registry, state }: Stage): Promise<Learned> {
  const { home, progress, past, days } = options;
  const folder = dirname(fileURLToPath(new URL("../system.mts", import.meta.url)));
  const read = fileReader({ from: folder, override: home.history, cache: home.folder });
  const tools = { read, compute: compute(), progress, stopwatch: () => performance.now() };
  const assessment = await assess(system, { ...tools, progress: titled("Assess", progress) });
  await write(home.reports.assessment, assessmentReport(assessment, system));
  const run = await train(system, {
    ...tools,
    progress: titled("Train", progress),
    registry,
    blobs: state.blobs,
    version: "demo",
  });
  await write(home.reports.model, modelReport(run, system));
  // Half of all opportunities were shown, so the history holds half of what a visitor brings in as many days.
  const came = new Set(run.dataset.entity).size;
  const decisionsPerVisitor = (2 * (run.dataset.rows / came) * days) / past.days;
  const promised = promiseOf(system, run, { decisionsPerVisitor, newVisitorsPerDay: came / days });
  return { assessment, run, promised };
}

/** The same progress, every step named after the stage that it belongs to. */
function titled(stage: string, { step }: Progress): Progress {
  return { step: (name) => step(`${stage}: ${name.charAt(0).toLowerCase()}${name.slice(1)}`) };
}

async function write(file: string, report: Document): Promise<void> {
  await writeFile(file, await toHtml(report));
}

interface Opened {
  readonly decider: Decider;
  readonly server: RunningServer;
}

async function serve({ options, registry, state, clock }: Stage): Promise<Opened> {
  const { journal } = state;
  const ids = seededIds(options.seed);
  const decider = await deciderOf([system], { registry, journal, clock, ids, stopwatch: () => performance.now() });
  const findDecision = async (id: string): Promise<DecisionRecord | undefined> =>
    (await journal.find("decision", id)) as DecisionRecord | undefined;
  return { decider, server: await startServer({ decider, findDecision, port: options.port }) };
}

type Measured = Omit<Findings, keyof Learned>;

async function experiment(stage: Stage, { promised, decider, server }: Learned & Opened): Promise<Measured> {
  const { options, feed, clock, state, registry } = stage;
  const { seed, days, progress, home, past } = options;
  const window: Window = { start: endOf(past), days };
  const visitors = options.visitors ?? crowdFor(promised, past.visitors);
  const units = isInsufficient(promised.plan) ? undefined : Math.min(promised.plan.units, visitors);
  const plan = await startExperiment(registry, units);
  await decider.refresh();
  const design = designOfPlan(plan.allocations, { experiment: EXPERIMENT, control: "rule", units });

  const started = performance.now();
  const visiting = progress.step("Experiment: serving visitors");
  const visited = await visit({
    feed,
    seed,
    visitors,
    window,
    wait: WAIT,
    ask: client<typeof system>(server.url, { timeoutMs: 20_000 }),
    clock,
    lanes: 48,
    progress: (share) => visiting.update(share, `day ${Math.floor(share * (days + WAIT / DAY))}`),
  });
  const visitSeconds = (performance.now() - started) / 1_000;
  visiting.done(`${visited.decisions.toLocaleString("en-US")} decisions over HTTP`);

  const reading = progress.step("Experiment: reading it out");
  const entries = await everything(state.journal);
  const asked = { system, design, entries };
  const early = await readoutFromJournal({ ...asked, now: window.start + days * DAY, early: true });
  const readout = await readoutFromJournal({ ...asked, now: clock.now() });
  reading.done(`${readout.arms.reduce((sum, arm) => sum + arm.units, 0).toLocaleString("en-US")} visitors`);

  const asking = progress.step("Simulate: the truth");
  const truth = await trueLift({ feed, system, registry, plan, visitors, window });
  asking.done();

  const chosen = readout.verdict.kind === "better" ? "model" : "rule";
  await settle(registry, plan, { chosen, why: `experiment ${EXPERIMENT}: ${readout.verdict.kind}` });
  await decider.refresh();
  const report = readoutReport(readout, { currency: system.objective.currency, unit: "visitor" });
  await write(home.reports.experiment, {
    ...report,
    sections: [truthSection({ promised, readout, truth, days }), ...report.sections],
  });
  return { days, design, visited, visitSeconds, early, readout, truth, chosen };
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
