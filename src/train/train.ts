import { known } from "../kernel/index.ts";
import type { ModelPorts } from "../model/index.ts";
import type { Provenance, Registry, Run } from "../registry/index.ts";
import type { Progress, Step } from "../report/index.ts";
import type { Blobs, Compute } from "../store/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import { calibrateKernel } from "./calibrate-kernel.ts";
import { datasetOf } from "./dataset.ts";
import { finishRun } from "./finish-run.ts";
import { checkLearners, fitHeads } from "./fit-heads.ts";
import { fitKernel } from "./fit-kernel.ts";
import { pieceBox } from "./fit-pieces.ts";
import { measureHeads } from "./head-metrics.ts";
import { type JudgedRun, judgeRun, type LearnedRun } from "./judge-run.ts";
import { startLaps } from "./laps.ts";
import { curvesOf } from "./look/curves-of.ts";
import { lookInside } from "./look/look-inside.ts";
import { metricKernel } from "./metric-kernel.ts";
import { isOutside } from "./outside/is-outside.ts";
import type { Outside } from "./outside/port.ts";
import { planFor } from "./plan-for.ts";
import { recordRun } from "./record-run.ts";
import type { TrainResult } from "./result.ts";
import { shownHead } from "./shown-head.ts";
import { type ReadSource, takeSnapshot } from "./snapshot.ts";
import type { TrainRun } from "./train-run.ts";
import { warningsOf } from "./warnings.ts";

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
 * registration. Throws the errors of the data, the contract and the parameters before anything is registered.
 */
export async function train(system: SystemDefinition, deps: TrainDeps): Promise<TrainRun> {
  checkLearners(system);
  return recordRun(system, deps, (started) => trainOn(system, deps, started));
}

async function trainOn(
  system: SystemDefinition,
  deps: TrainDeps,
  started: (snapshot: string) => Promise<void>,
): Promise<TrainRun> {
  const laps = startLaps(deps.stopwatch);
  const begin = (name: string): Step => {
    deps.signal?.throwIfAborted();
    return deps.progress.step(name);
  };

  announceWork(system, deps.compute);
  const reading = begin("Reading the data");
  const { snapshot, enforced, events, notes } = await takeSnapshot(system, deps);
  reading.done([`${snapshot.rows.toLocaleString("en-US")} rows`, ...notes].join("; "));
  laps.lap("data");
  await started(snapshot.id);

  const preparing = begin("Computing features");
  const dataset = datasetOf(system, snapshot.table, events);
  const warnings = warningsOf(system, dataset, enforced);
  preparing.done(`${dataset.features.columns.length} features`);
  laps.lap("features");

  const learning = begin("Learning");
  const plan = planFor(system, dataset);
  const onProgress = (share: number): void => learning.update(share);
  const { compute, outside, ports } = deps;
  const { pieces, clear } = pieceBox(deps.blobs, snapshot.id);
  const heads = await fitHeads({ system, dataset, plan }, { compute, outside, ports, pieces, onProgress });
  learning.done(`${heads.length} ${heads.length === 1 ? "head" : "heads"}, ${plan.kind}`);
  laps.lap("fit");

  const judging = begin("Judging in money");
  const learned = { system, snapshot: snapshot.id, dataset, plan, heads };
  const judged = await judgeRun(learned, deps);
  judging.done();
  laps.lap("judge");

  const looker = { stopwatch: deps.stopwatch, begin };
  const { metrics, look } = await measureAndLook({ ...learned, ...judged }, compute, looker);
  laps.lap("look");

  const registering = begin("Registering");
  const finished = await finishRun({ ...learned, ...judged, metrics }, deps);
  await clear();
  registering.done(finished.models[0]?.id ?? "the rule alone");
  laps.lap("register");

  const { id, rows, quarantined } = snapshot;
  const all = { snapshot: { id, rows, quarantined }, warnings: [...warnings, ...judged.warnings] };
  return runOf(
    { ...all, ...finished, seconds: laps.total() },
    { ...judged, heads, dataset, look, curves: curvesOf(heads, look) },
  );
}

/** While the data are read, the threads that will learn from them can start. */
function announceWork({ heads, evaluation }: SystemDefinition, compute: Compute): void {
  const ours = Object.values(heads).filter(({ learner }) => !isOutside(learner));
  compute.prepare?.([fitKernel, calibrateKernel, metricKernel], ours.length * (evaluation.folds + 1));
}

/** Other threads measure the heads while this one looks inside of the one that is shown. */
async function measureAndLook(
  run: LearnedRun & JudgedRun,
  compute: Compute,
  looker: Looker,
): Promise<Pick<TrainRun["result"], "metrics"> & Pick<TrainRun, "look">> {
  const looking = async (): Promise<TrainRun["look"]> => lookAtShown(run, looker);
  const [metrics, look] = await Promise.all([measureHeads(run, compute), looking()]);
  return { metrics, look };
}

interface Looker {
  readonly stopwatch: () => number;
  begin(name: string): Step;
}

/** Looks into the head that the report tells of. */
function lookAtShown(
  { system, dataset, heads }: Pick<LearnedRun, "system" | "dataset" | "heads">,
  { stopwatch, begin }: Looker,
): TrainRun["look"] {
  const shown = shownHead(system, heads);
  if (shown === undefined) return null;
  const looking = begin("Looking inside");
  const look = lookInside({ system, dataset }, shown, stopwatch);
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
