import type { AskPast, WaitingPrice } from "../../evaluate/index.ts";
import { known } from "../../kernel/index.ts";
import type { Model, ModelPorts } from "../../model/index.ts";
import type { Provenance, Registry, Run } from "../../registry/index.ts";
import type { Progress, Step } from "../../report/index.ts";
import type { Blobs, Compute } from "../../store/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { warningsOf } from "../check/warnings.ts";
import { datasetOf } from "../dataset/dataset.ts";
import { calibrateKernel } from "../fit/calibrate-kernel.ts";
import { checkLearners, judgedRows } from "../fit/fit-heads.ts";
import { fitKernel } from "../fit/fit-kernel.ts";
import { pieceBox } from "../fit/fit-pieces.ts";
import { planFor } from "../fit/plan-for.ts";
import { measureHeads } from "../judge/head-metrics.ts";
import { type JudgedRun, judgeRun, type LearnedRun } from "../judge/judge-run.ts";
import { judgedAs } from "../judge/judged-as.ts";
import { type Division, divideHeads } from "../judge/kept-heads.ts";
import { scoringTime } from "../judge/latency.ts";
import { metricKernel } from "../judge/metric-kernel.ts";
import { curvesOf } from "../look/curves-of.ts";
import { lookInside } from "../look/look-inside.ts";
import { isOutside } from "../outside/is-outside.ts";
import type { Outside } from "../outside/port.ts";
import { divideRecalibrated } from "../recalibrate/divide-heads.ts";
import { type ReadSource, takeSnapshot } from "../snapshot/snapshot.ts";
import { finishRun } from "./finish-run.ts";
import { type Laps, startLaps } from "./laps.ts";
import { learnHeads } from "./learn-heads.ts";
import { recordRun } from "./record-run.ts";
import type { TrainResult } from "./result.ts";
import { shownHead } from "./shown-head.ts";
import type { TrainRun } from "./train-run.ts";
import { here, isWorthThreads } from "./where-to-work.ts";

export interface TrainDeps {
  readonly read: ReadSource;
  readonly registry: Registry;
  readonly blobs: Blobs;
  /** What the clock shows, in milliseconds; without it neither freshness nor the future is judged. */
  readonly now?: number;
  readonly compute: Compute;
  /** Where commands run and model files are read. Absent: a head that needs it throws `train.outside-unavailable`. */
  readonly outside?: Outside;
  /** What models may need to be scored and cannot bring along. */
  readonly ports?: ModelPorts;
  readonly progress: Progress;
  /** Milliseconds that only move forward. */
  readonly stopwatch: () => number;
  /** Version of the package, for the lineage. */
  readonly version: string;
  /** The code and the machine, for the record of the run. */
  readonly provenance?: Provenance;
  /** Id of the run whose parameters these were. */
  readonly parent?: string;
  /** What finished comparisons say of a gain in money; absent where nobody keeps an archive. */
  readonly history?: AskPast | undefined;
  /** What a millisecond of waiting costs, as an experiment measured it; absent: what the objective assumes, if anything. */
  readonly waiting?: WaitingPrice | undefined;
  /** Names of the heads that learn; the others keep the models that serve. Absent: every head learns. */
  readonly only?: readonly string[] | undefined;
  /**
   * Names of the heads that keep the model that serves and learn another calibration for it, from rows that came since; every
   * other head stays as it serves. To be asked with `afresh`.
   */
  readonly recalibrate?: readonly string[] | undefined;
  /** With `afresh`: when something began (ms since 1970). Where enough came since, a champion is met on that alone. */
  readonly since?: number | undefined;
  /** Kept with the run and with a snapshot that it takes first. Default "training". */
  readonly why?: string | undefined;
  /** Whether somebody else decides what becomes of the candidate, which then serves nobody. Default: it may take over from the rule. */
  readonly holds?: boolean | undefined;
  /**
   * Whether a candidate meets the champion only on rows that this one cannot have learned from: the newer half of what came since,
   * a week of days and 200 rows at least. Default: on the rows that the file declares.
   */
  readonly afresh?: boolean | undefined;
  /** Called as soon as the run has a record. */
  onRun?(run: Run): void;
  /** Aborts between two steps; nothing half done is kept. */
  readonly signal?: AbortSignalLike;
}

/** The part of an AbortSignal that is needed here. */
export interface AbortSignalLike {
  throwIfAborted(): void;
  readonly aborted?: boolean;
}

/**
 * From a source to a judged and registered candidate: snapshot, features, fits, calibration, the race in money, the gate,
 * registration. Throws the errors of the data, the contract and the parameters before anything is registered, and
 * `train.head-undeclared`, `train.head-not-kept`, `train.not-recalibrated`.
 */
export async function train(system: SystemDefinition, deps: TrainDeps): Promise<TrainRun> {
  checkLearners(system);
  const { only, recalibrate, registry } = deps;
  // That nothing can be recalibrated is kept with a run, for whoever then trains; to name heads amiss leaves none.
  const division = recalibrate === undefined ? await divideHeads(system, only, registry) : undefined;
  return recordRun(system, deps, (started) => trainOn(system, { ...deps, division }, started));
}

async function trainOn(
  system: SystemDefinition,
  deps: TrainDeps & { readonly division: Division | undefined },
  started: (snapshot: string) => Promise<void>,
): Promise<TrainRun> {
  const laps = startLaps(deps.stopwatch);
  const begin = (name: string): Step => {
    deps.signal?.throwIfAborted();
    return deps.progress.step(name);
  };

  const reading = begin("Reading the data");
  const { snapshot, enforced, events, notes } = await takeSnapshot(system, {
    ...deps,
    read: announcing(system, deps),
  });
  reading.done([`${snapshot.rows.toLocaleString("en-US")} rows`, ...notes].join("; "));
  laps.lap("data");
  await started(snapshot.id);
  const division = deps.division ?? (await divideRecalibrated(system, deps.recalibrate ?? [], deps.registry));

  const preparing = begin("Computing features");
  const dataset = datasetOf(system, snapshot.table, events);
  preparing.done(`${dataset.features.columns.length} features`);
  laps.lap("features");

  const learning = begin("Learning");
  const { judging, judgedBy } = await judgedAs(system, dataset, deps);
  const plan = planFor(judgedBy, dataset);
  const onProgress = (share: number): void => learning.update(share);
  const compute = isWorthThreads(system, dataset.rows) ? deps.compute : here;
  const { pieces, clear } = pieceBox(deps.blobs, snapshot.id);
  const [heads, warnings] = await Promise.all([
    learnHeads(
      { system, snapshot: snapshot.id, dataset, plan, division, judging, since: deps.since },
      { ...deps, compute, pieces, onProgress },
    ),
    // Other threads learn meanwhile.
    Promise.resolve().then(() => warningsOf(system, dataset, enforced)),
  ]);
  learning.done(`${wordLearned(division)}, ${plan.kind}`);
  laps.lap("fit");

  const learned = { system: judgedBy, snapshot: snapshot.id, dataset, plan, heads, judging };
  const { judged, metrics, look } = await judgeAndLook(learned, { ...deps, compute }, { laps, begin });

  const registering = begin("Registering");
  const finished = await finishRun({ ...learned, ...judged, metrics }, deps);
  await clear();
  registering.done(finished.models.find(({ kept }) => kept === undefined)?.id ?? "the rule alone");
  laps.lap("register");

  const { id, rows, quarantined } = snapshot;
  const all = { snapshot: { id, rows, quarantined }, warnings: [...warnings, ...judged.warnings] };
  return runOf(
    { ...all, ...finished, seconds: laps.total() },
    { ...judged, heads, dataset, look, curves: curvesOf(heads, look) },
  );
}

function wordLearned({ learning, recalibrated, kept }: Division): string {
  const stayed = Object.keys(kept).length;
  const again = Object.keys(recalibrated).length;
  const count = learning.length + again;
  const learned = `${count} ${count === 1 ? "head" : "heads"}${again === 0 ? "" : " recalibrated"}`;
  return stayed === 0 ? learned : `${learned}, ${stayed} kept`;
}

/** The same reading, which has the threads started that will learn from what was read, while it is made ready for them. */
function announcing(system: SystemDefinition, { read, compute }: TrainDeps): ReadSource {
  const { heads, evaluation, source } = system;
  const ours = Object.values(heads).filter(({ learner }) => !isOutside(learner));
  return async (ref) => {
    const raw = await read(ref);
    if (ref === source && isWorthThreads(system, raw.rows))
      compute.prepare?.([fitKernel, calibrateKernel, metricKernel], ours.length * (evaluation.folds + 1));
    return raw;
  };
}

interface Stages {
  readonly laps: Laps;
  begin(name: string): Step;
}

/** What is made of the heads once they have learned. */
interface Findings extends Pick<TrainRun, "look">, Pick<TrainRun["result"], "metrics"> {
  readonly judged: JudgedRun;
}

/** Other threads measure the heads while this one judges them and looks inside of the one that is shown. */
async function judgeAndLook(learned: LearnedRun, deps: TrainDeps, { laps, begin }: Stages): Promise<Findings> {
  const { dataset, plan, heads } = learned;
  const judging = begin("Judging in money");
  const time = (models: readonly Model[]) => scoringTime(models, dataset, deps.stopwatch);
  // Timed before anything else runs beside it.
  const timing = time(heads.map(({ model }) => model));
  const judgement = judgeRun(learned, { ...deps, timing, time });
  const verdict = judgement.then((judged) => judged.verdict);
  const looking = async (): Promise<Pick<Findings, "judged" | "look">> => {
    const judged = await judgement;
    judging.done();
    laps.lap("judge");
    return { judged, look: lookAtShown(learned, { stopwatch: deps.stopwatch, begin }) };
  };
  const measuring = measureHeads({ heads, dataset, rows: judgedRows(plan), verdict }, deps.compute);
  const [metrics, looked] = await Promise.all([measuring, looking()]);
  laps.lap("look");
  return { metrics, ...looked };
}

interface Looker extends Pick<Stages, "begin"> {
  readonly stopwatch: () => number;
}

/** Looks into the head that the report tells of. */
function lookAtShown(
  { system, dataset, heads }: Pick<LearnedRun, "system" | "dataset" | "heads">,
  { stopwatch, begin }: Looker,
): TrainRun["look"] {
  const shown = shownHead(system, heads);
  if (shown === undefined) return null;
  const looking = begin("Looking inside");
  const look = lookInside({ system, dataset, heads }, shown, stopwatch);
  looking.done(look.kind === "none" ? look.why : "");
  return look;
}

type LearnedPart = Pick<TrainRun, "heads" | "dataset" | "rows" | "look" | "curves">;

/** The result with its report's material. */
function runOf(
  result: TrainResult,
  { heads, dataset, rows, verdict, look, curves }: JudgedRun & Omit<LearnedPart, "rows">,
): TrainRun {
  const material = { heads, dataset, rows, look, curves };
  if (result.kind === "answer")
    return { kind: "answer", result, ...material, outputs: verdict.kind === "answer" ? verdict.model : null };
  const { candidate } = known(verdict.kind === "act" ? verdict : undefined, "the verdict on a system that acts");
  return { kind: "act", result, ...material, score: candidate.score, truth: candidate.judged.truth };
}
