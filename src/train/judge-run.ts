import { calibrationSlope } from "../evaluate/index.ts";
import { hashBytes, hashValue } from "../kernel/index.ts";
import type { Registry } from "../registry/index.ts";
import type { Blobs } from "../store/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import {
  type CandidateCase,
  combinedScores,
  type JudgedCandidate,
  judgeCandidate,
  judgedOf,
  pricedHead,
  pricedTruth,
  ruleScores,
} from "./candidate.ts";
import { type Dataset, pricedOutcome } from "./dataset.ts";
import { type FittedHead, judgedRows } from "./fit-heads.ts";
import type { FitPlan } from "./fit-plan.ts";
import { scoringP99 } from "./latency.ts";
import { findRival } from "./rival.ts";
import type { Warning } from "./warnings.ts";

/** What was learned, from what. */
export interface LearnedRun {
  readonly system: SystemDefinition;
  /** Id of the snapshot. */
  readonly snapshot: string;
  readonly dataset: Dataset;
  readonly plan: FitPlan;
  readonly heads: readonly FittedHead[];
}

/** The candidate of a run, judged. */
export interface JudgedRun {
  readonly rows: Int32Array;
  /** Hash of the snapshot and the judged rows: scores under the same key belong to the same decisions. */
  readonly rowsKey: string;
  readonly candidate: CandidateCase;
  readonly verdict: JudgedCandidate;
  readonly warnings: readonly Warning[];
}

export interface JudgeDeps {
  readonly registry: Registry;
  readonly blobs: Blobs;
  readonly stopwatch: () => number;
}

/** Judges what was learned on the rows that it has not seen, beside the rule and the champion. */
export async function judgeRun(run: LearnedRun, deps: JudgeDeps): Promise<JudgedRun> {
  const { system, dataset, plan, heads } = run;
  const rows = judgedRows(plan);
  const judged = judgedOf(dataset, pricedTruth(dataset, pricedOutcome(system)), rows);
  const rule = ruleScores(dataset, rows);
  const weights = await weightsInUse(system, deps.registry);
  const rowsKey = keyOfRows(run, rows);
  const { champion, warnings } = await findRival({ system, heads, weights }, { ...deps, dataset, rows, rowsKey });
  const priced = pricedHead(heads, pricedOutcome(system));
  const models = heads.map(({ model }) => model);
  const candidate: CandidateCase = {
    system,
    judged,
    // Without heads the rule runs against itself: it is judged, and there is no candidate.
    score: heads.length === 0 ? rule : combinedScores(heads, weights, rows.length),
    rule,
    champion: champion?.score ?? null,
    calibrationSlope:
      priced === undefined
        ? null
        : calibrationSlope.compute({ scores: priced.unseen, labels: judged.truth, clusters: judged.entity }),
    p99Ms: scoringP99(models, dataset, deps.stopwatch),
  };
  return { rows, rowsKey, candidate, verdict: judgeCandidate(candidate), warnings };
}

/** The rows' numbers alone would not do: which row of the snapshot has which number depends on whose label is known. */
function keyOfRows({ system, snapshot, plan }: LearnedRun, rows: Int32Array): string {
  const outcome = system.outcomes[pricedOutcome(system)];
  const bytes = new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength);
  return hashValue({ snapshot, outcome, split: plan.kind, seed: system.seed, rows: hashBytes(bytes) });
}

/** The registry's current weights; a head that is newer than these begins at its start. */
async function weightsInUse(system: SystemDefinition, registry: Registry): Promise<Readonly<Record<string, number>>> {
  const current = (await registry.currentWeights(system.name))?.values;
  const starts = Object.entries(system.weights).map(([head, { start }]) => [head, current?.[head] ?? start] as const);
  return Object.fromEntries(starts);
}
