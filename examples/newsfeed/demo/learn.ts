import { assess, assessmentReport } from "../../../src/assess/index.ts";
import { compute, fileReader } from "../../../src/presets.ts";
import { type TrainRun, train } from "../../../src/train/index.ts";
import { modelReport } from "../../../src/train/report/index.ts";
import { isByLot } from "./lot.ts";
import { DAY, inAct, type Learned, type Stage } from "./stage.ts";
import { writeReport } from "./write-report.ts";

/** Days in which chance decided what was shown, before there was any model. */
export const PAST_DAYS = 14;

/** Acts 1 to 4: the past and its objective, whether ML is the right tool, three heads, and the gate. */
export async function learn(stage: Stage): Promise<Learned> {
  const rows = await livePast(stage);
  const { options, loaded, system, registry, state } = stage;
  const { home, progress, signal } = options;
  const read = fileReader({ from: loaded.folder, override: home.history, cache: home.folder });
  const tools = { read, compute: compute(), stopwatch: () => performance.now() };
  const assessment = await assess(system, { ...tools, progress: inAct(progress, 2, "Assess") });
  await writeReport(home.reports.assessment, assessmentReport(assessment, system));
  const run = await train(system, {
    ...{ ...tools, registry, signal, holds: true, version: "demo" },
    ...{ blobs: state.blobs, progress: inAct(progress, 3, "Train"), why: "the first models" },
  });
  await writeReport(home.reports.model, modelReport(run, system));
  inAct(progress, 4, "Gate").step("May they be released").done(gateWords(run));
  return { rows, assessment, run };
}

/** What the gate said, and its weightiest reason. */
function gateWords({ result: { gate } }: TrainRun): string {
  const said = { pass: "yes", refuse: "no, so the test alone can speak for them", insufficient: "it cannot tell yet" };
  return `${said[gate.verdict]}: ${gate.reasons[0]?.message ?? ""}`;
}

/** Two weeks in which two posts in five were shown, by lot; exported as the history that the system file names. */
async function livePast({ options, world, warehouse, clock, system }: Stage): Promise<number> {
  const step = inAct(options.progress, 1, "Objective").step("Two weeks of the past");
  for (const chance of world.until(clock.now())) {
    const isShown = isByLot(chance.id, options.seed);
    const reports = world.tell(chance, isShown ? "show" : "skip");
    if (isShown) warehouse.add(chance, reports);
  }
  const rows = await warehouse.export(clock.now(), clock.now() - PAST_DAYS * DAY);
  const { objective } = system;
  const asked = objective.stated ? `the ${objective.asked} wants more ${objective.metric.name}; ` : "";
  step.done(`${asked}${rows.toLocaleString("en-US")} posts were shown by lot in ${PAST_DAYS} days`);
  return rows;
}

/** When the past ends. */
export function endOfPast(start: number): number {
  return start + PAST_DAYS * DAY;
}
