import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { assess, assessmentReport } from "../../../src/assess/index.ts";
import { deciderOf } from "../../../src/decide/index.ts";
import { seededIds, type VirtualClock, virtualClock } from "../../../src/kernel/index.ts";
import { compute, fileReader, openState } from "../../../src/presets.ts";
import type { DecisionRecord } from "../../../src/records/index.ts";
import { registryOf } from "../../../src/registry/index.ts";
import type { Progress } from "../../../src/report/index.ts";
import { startServer } from "../../../src/server/index.ts";
import { type Newsfeed, newsfeed } from "../../../src/sim/index.ts";
import { train } from "../../../src/train/index.ts";
import { modelReport } from "../../../src/train/report/index.ts";
import system from "../system.mts";
import { experiment } from "./experiment.ts";
import { endOf, type Past, writeHistory } from "./history.ts";
import { promiseOf } from "./promise.ts";
import type { DemoOptions, Findings, Learned, Opened, Stage } from "./stage.ts";
import { writeReport } from "./write-report.ts";

/** A demo that has run and goes on serving. */
export interface Demo {
  readonly findings: Findings;
  readonly url: string;
  /** A question that the chosen release answers. */
  readonly question: { readonly entity: string; readonly given: object };
  readonly clock: VirtualClock;
  close(): Promise<void>;
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
  return {
    findings: { ...learned, ...measured },
    url: opened.server.url,
    question: questionFrom(feed, past),
    clock,
    close: async () => {
      await opened.server.close();
      await state.close();
      await home.release();
    },
  };
}

/** No feature reads these. */
const UNTOLD = ["visitor_id", "request_token"];

/** The first post of the new time that looks good. */
function questionFrom(feed: Newsfeed, past: Past): Demo["question"] {
  const chances = feed.traffic({ visitors: 100, start: endOf(past), days: 7 });
  const good =
    chances.find(({ given }) => given.follows_topic === true && Number(given.post_quality) > 0.7) ?? chances[0];
  const given = Object.entries(good?.given ?? {}).filter(([name]) => !UNTOLD.includes(name));
  return { entity: good?.entity ?? "v0000000", given: Object.fromEntries(given) };
}

async function makeHistory(feed: Newsfeed, { past, home, progress }: DemoOptions): Promise<void> {
  const step = progress.step("Simulate: the past");
  const rows = await writeHistory(feed, past, home.history);
  step.done(
    `${rows.toLocaleString("en-US")} posts shown to ${past.visitors.toLocaleString("en-US")} visitors in ${past.days} days`,
  );
}

/** Is ML the right tool, and what does a model promise? */
async function learn({ options, registry, state }: Stage): Promise<Learned> {
  const { home, progress, past, days } = options;
  const folder = dirname(fileURLToPath(new URL("../system.mts", import.meta.url)));
  const read = fileReader({ from: folder, override: home.history, cache: home.folder });
  const tools = { read, compute: compute(), progress, stopwatch: () => performance.now() };
  const assessment = await assess(system, { ...tools, progress: titled("Assess", progress) });
  await writeReport(home.reports.assessment, assessmentReport(assessment, system));
  const run = await train(system, {
    ...tools,
    progress: titled("Train", progress),
    registry,
    blobs: state.blobs,
    version: "demo",
  });
  await writeReport(home.reports.model, modelReport(run, system));
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

async function serve({ options, registry, state, clock }: Stage): Promise<Opened> {
  const { journal } = state;
  const ids = seededIds(options.seed);
  const decider = await deciderOf([system], { registry, journal, clock, ids, stopwatch: () => performance.now() });
  const findDecision = async (id: string): Promise<DecisionRecord | undefined> =>
    (await journal.find("decision", id)) as DecisionRecord | undefined;
  return { decider, server: await startServer({ decider, findDecision, port: options.port }) };
}
