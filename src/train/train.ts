import { calibrationSlope } from "../evaluate/index.ts";
import { hashValue, known } from "../kernel/index.ts";
import { importanceOf } from "../model/index.ts";
import type { Registry } from "../registry/index.ts";
import type { Progress, Step } from "../report/index.ts";
import type { Blobs, Compute } from "../store/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import { adopt } from "./adopt.ts";
import {
  type CandidateCase,
  capacityOf,
  combinedScores,
  judgeCandidate,
  judgedOf,
  pricedHead,
  pricedTruth,
  ruleOnlyGate,
  ruleScores,
} from "./candidate.ts";
import { championRelease, championScores } from "./champion.ts";
import { type Dataset, datasetOf, pricedOutcome } from "./dataset.ts";
import { type FittedHead, fitHeads, judgedRows } from "./fit-heads.ts";
import type { FitPlan } from "./fit-plan.ts";
import { headMetrics, likelyActions } from "./head-metrics.ts";
import { scoringP99 } from "./latency.ts";
import { planFor } from "./plan-for.ts";
import { registerHeads } from "./register.ts";
import type { TrainResult } from "./result.ts";
import { type ReadSource, type TakenSnapshot, takeSnapshot } from "./snapshot.ts";
import { warningsOf } from "./warnings.ts";

export interface TrainDeps {
  readonly read: ReadSource;
  readonly registry: Registry;
  readonly blobs: Blobs;
  readonly compute: Compute;
  readonly progress: Progress;
  /** Milliseconds that only move forward. */
  readonly stopwatch: () => number;
  /** Version of the package, for the lineage. */
  readonly version: string;
  /** Aborts between two steps; nothing half done is kept. */
  readonly signal?: AbortSignalLike;
}

/** The part of an AbortSignal that is needed here. */
export interface AbortSignalLike {
  throwIfAborted(): void;
}

/** A run with its report's material: the fitted heads and what they were judged on. */
export interface TrainRun {
  readonly result: TrainResult;
  readonly heads: readonly FittedHead[];
  readonly dataset: Dataset;
  readonly rows: Int32Array;
  readonly score: Float64Array;
  readonly truth: Float64Array;
}

/**
 * From a source to a judged and registered candidate: snapshot, features, fits, calibration, the race in money, the gate,
 * registration. Throws the errors of the data, the contract and the parameters before anything is registered.
 */
export async function train(system: SystemDefinition, deps: TrainDeps): Promise<TrainRun> {
  const laps = lapTimer(deps.stopwatch);
  const step = (name: string): Step => {
    deps.signal?.throwIfAborted();
    return deps.progress.step(name);
  };

  const reading = step("Reading the data");
  const taken = await takeSnapshot(system, deps);
  reading.done(`${taken.snapshot.rows.toLocaleString("en-US")} rows`);
  laps.lap("data");

  const preparing = step("Computing features");
  const dataset = datasetOf(system, taken.snapshot.table);
  const warnings = warningsOf(system, dataset, taken.enforced);
  preparing.done(`${dataset.features.columns.length} features`);
  laps.lap("features");

  const learning = step("Learning");
  const plan = planFor(system, dataset);
  const heads = await fitHeads(
    { system, dataset, plan },
    { compute: deps.compute, onProgress: (share) => learning.update(share) },
  );
  learning.done(`${heads.length} ${heads.length === 1 ? "head" : "heads"}, ${plan.kind}`);
  laps.lap("fit");

  const judging = step("Judging in money");
  const run = await judgeRun({ system, taken, dataset, plan, heads, deps });
  judging.done();
  laps.lap("judge");

  const registering = step("Registering");
  const finished = await finish({ ...run, system, taken, dataset, plan, heads, warnings, deps });
  registering.done(finished.models[0]?.id ?? "the rule alone");
  laps.lap("register");

  const result: TrainResult = { ...finished, seconds: laps.total() };
  return { result, heads, dataset, rows: run.rows, score: run.candidate.score, truth: run.candidate.judged.truth };
}

interface JudgeInput {
  readonly system: SystemDefinition;
  readonly taken: TakenSnapshot;
  readonly dataset: Dataset;
  readonly plan: FitPlan;
  readonly heads: readonly FittedHead[];
  readonly deps: TrainDeps;
}

interface JudgedRun {
  readonly rows: Int32Array;
  readonly rowsKey: string;
  readonly candidate: CandidateCase;
  readonly verdict: ReturnType<typeof judgeCandidate>;
  readonly flattered: boolean;
  readonly weights: Readonly<Record<string, number>>;
}

async function judgeRun({ system, taken, dataset, plan, heads, deps }: JudgeInput): Promise<JudgedRun> {
  const rows = judgedRows(plan);
  const truth = pricedTruth(dataset, pricedOutcome(system));
  const judged = judgedOf(dataset, truth, rows);
  const rule = ruleScores(dataset, rows);
  const weights = await weightsInUse(system, deps.registry);
  // Without heads the rule runs against itself: it is judged, and there is no candidate.
  const score = heads.length === 0 ? rule : combinedScores(heads, weights, rows.length);
  const rowsKey = hashValue({ snapshot: taken.snapshot.id, split: plan.kind, rows: rows.length, seed: system.seed });
  const champion = await rival({ system, dataset, rows, rowsKey, heads, deps });
  const priced = pricedHead(heads, pricedOutcome(system));
  const candidate: CandidateCase = {
    system,
    judged,
    score,
    rule,
    champion: champion?.score ?? null,
    calibrationSlope:
      priced === undefined
        ? null
        : calibrationSlope.compute({ scores: priced.unseen, labels: judged.truth, clusters: judged.entity }),
    p99Ms: scoringP99(
      heads.map(({ model }) => model),
      dataset,
      deps.stopwatch,
    ),
  };
  return {
    rows,
    rowsKey,
    candidate,
    verdict: judgeCandidate(candidate),
    flattered: champion?.unseen === false,
    weights,
  };
}

/** The champion, unless it is the very candidate: same lineage, same bytes. */
async function rival(
  input: Pick<JudgeInput, "system" | "dataset" | "heads" | "deps"> & { rows: Int32Array; rowsKey: string },
): Promise<{ score: Float64Array; unseen: boolean } | null> {
  const { system, dataset, rows, rowsKey, deps } = input;
  const release = await championRelease(system.name, deps.registry);
  if (release === null || input.heads.length === 0) return null;
  return championScores(release, rows, { registry: deps.registry, blobs: deps.blobs, dataset, rowsKey });
}

async function weightsInUse(system: SystemDefinition, registry: Registry): Promise<Readonly<Record<string, number>>> {
  const current = await registry.currentWeights(system.name);
  const start = Object.fromEntries(Object.entries(system.weights).map(([head, bounds]) => [head, bounds.start]));
  // A head that is newer than the weights in use begins at its start.
  return { ...start, ...Object.fromEntries(Object.entries(current?.values ?? {}).filter(([head]) => head in start)) };
}

type FinishInput = JudgedRun & JudgeInput & { readonly warnings: TrainResult["warnings"] };

async function finish(input: FinishInput): Promise<Omit<TrainResult, "seconds">> {
  const { system, taken, plan, heads, candidate, verdict, rows, deps } = input;
  const gate = heads.length === 0 ? ruleOnlyGate() : verdict.gate;
  const policy = { cutoff: verdict.cutoff, ruleAtCutoff: verdict.ruleAtCutoff };
  const actions = likelyActions({ score: candidate.score, cutoff: verdict.cutoff }, candidate.judged);
  const metrics = Object.fromEntries(
    heads.map((head) => [head.name, headMetrics(head, { dataset: input.dataset, rows, candidate, actions })]),
  );
  const models = await registerHeads(
    { system, heads, metrics, gate, policy, snapshot: taken.snapshot.id, split: plan.kind, rowsKey: input.rowsKey },
    deps,
  );
  const adoption = await adopt({ system, models, gate, policy }, deps.registry);
  const priced = pricedHead(heads, pricedOutcome(system));
  return {
    system: system.name,
    snapshot: { id: taken.snapshot.id, rows: taken.snapshot.rows, quarantined: taken.snapshot.quarantined },
    split: plan.kind,
    judgedRows: rows.length,
    positives: candidate.judged.truth.reduce((sum, truth) => sum + truth, 0),
    models,
    metrics,
    judgement: verdict.judgement,
    stakes: verdict.stakes,
    threshold: verdict.threshold,
    capacity: capacityOf(system),
    overEffect: verdict.overEffect,
    perYear: system.objective.stated ? (system.objective.perYear ?? null) : null,
    importance: priced === undefined ? {} : importanceOf(priced.model),
    p99Ms: candidate.p99Ms,
    warnings: [...input.warnings, ...flatteryWarning(input.flattered)],
    gate,
    adoption,
  };
}

function flatteryWarning(flattered: boolean): TrainResult["warnings"] {
  if (!flattered) return [];
  return [
    {
      code: "champion.saw-rows",
      message: "The champion may have learned from the rows that it is judged on here, which flatters it.",
    },
  ];
}

/** Seconds by lap, and in all. */
function lapTimer(stopwatch: () => number): { lap(name: string): void; total(): Readonly<Record<string, number>> } {
  const started = stopwatch();
  let last = started;
  const laps: Record<string, number> = {};
  const seconds = (ms: number): number => Math.round(ms) / 1000;
  return {
    lap(name) {
      laps[name] = seconds(known(stopwatch(), "a time") - last);
      last = stopwatch();
    },
    total: () => ({ total: seconds(last - started), ...laps }),
  };
}
