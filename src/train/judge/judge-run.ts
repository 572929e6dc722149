import { type AskPast, calibrationSlope, type Waiting, type WaitingPrice } from "../../evaluate/index.ts";
import { hashBytes, hashValue, known } from "../../kernel/index.ts";
import type { Model, ModelPorts } from "../../model/index.ts";
import { isAnswerPolicy, type Registry, type StoredPolicy } from "../../registry/index.ts";
import type { Blobs } from "../../store/index.ts";
import { answeringHead, isAnswering, type SystemDefinition, targetsOf } from "../../system/index.ts";
import { type JudgedAnswers, judgeAnswers } from "../answers/judge-answers.ts";
import type { AnswerWork, RivalOutputs, RowOutputs } from "../answers/race.ts";
import type { Warning } from "../check/warnings.ts";
import { type Dataset, pricedOutcome } from "../dataset/dataset.ts";
import { type FittedHead, judgedRows } from "../fit/fit-heads.ts";
import type { FitPlan } from "../fit/fit-plan.ts";
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
import { type Champion, championScore } from "./champion.ts";
import { inDays } from "./days.ts";
import type { Judging } from "./fresh-rows.ts";
import { keptWarnings } from "./kept-heads.ts";
import type { Timing } from "./latency.ts";
import { findRival } from "./rival.ts";
import { waitingOf, waitingPrice } from "./waiting.ts";

/** What was learned, from what. */
export interface LearnedRun {
  readonly system: SystemDefinition;
  /** Id of the snapshot. */
  readonly snapshot: string;
  readonly dataset: Dataset;
  readonly plan: FitPlan;
  readonly heads: readonly FittedHead[];
  /** By which rows the candidate meets the champion. */
  readonly judging: Judging;
}

/** The verdict on a system that acts, with the case that was judged; or on one that answers. */
export type Verdict =
  | { readonly kind: "act"; readonly candidate: CandidateCase; readonly judged: JudgedCandidate }
  | { readonly kind: "answer"; readonly judged: JudgedAnswers; readonly model: RowOutputs | null };

/** The candidate of a run, judged. */
export interface JudgedRun {
  readonly rows: Int32Array;
  /** Hash of the snapshot and the judged rows: scores under the same key belong to the same decisions. */
  readonly rowsKey: string;
  readonly p99Ms: number;
  readonly verdict: Verdict;
  readonly warnings: readonly Warning[];
}

export interface JudgeDeps {
  readonly registry: Registry;
  readonly blobs: Blobs;
  /** How long scoring one decision takes. */
  readonly timing: Timing;
  /** The same of other models, on the same rows. */
  time(models: readonly Model[]): Timing;
  /** What a millisecond of waiting costs, as an experiment measured it; absent: what the objective assumes. */
  readonly waiting?: WaitingPrice | undefined;
  /** What models may need to be scored and cannot bring along. */
  readonly ports?: ModelPorts;
  /** What finished comparisons say of a gain; absent where nobody keeps an archive. */
  readonly history?: AskPast | undefined;
}

/** Judges what was learned on the rows that it has not seen, beside the rule and the champion. */
export async function judgeRun(run: LearnedRun, deps: JudgeDeps): Promise<JudgedRun> {
  const { system, dataset, plan, heads } = run;
  const rows = judgedRows(plan);
  const weights = await weightsInUse(system, deps.registry);
  const rowsKey = keyOfRows(run, rows);
  const { champion, warnings: ofRival } = await findRival(
    { system, heads, weights },
    { ...deps, dataset, rows, rowsKey },
  );
  const warnings = [...ofRival, ...keptWarnings(heads)];
  const { history, timing } = deps;
  const { p99Ms } = timing;
  const price = waitingPrice(system.objective, deps.waiting);
  const timeTogether = (of: Champion) => ({
    champion: deps.time(of.models),
    model: deps.time(heads.map(({ model }) => model)),
  });
  const waiting =
    price === undefined || heads.length === 0
      ? undefined
      : waitingOf(price, { model: timing, together: champion === null ? null : timeTogether(champion) });
  const judged = run.judging.kind === "fresh" ? inDays(dataset, rows) : dataset;
  const bench: Bench = { ...run, dataset: judged, rows, weights, champion, p99Ms, history, waiting };
  return { rows, rowsKey, p99Ms, warnings, verdict: isAnswering(system) ? answered(bench, system) : acted(bench) };
}

/** Everything that a race is made from. */
interface Bench extends LearnedRun {
  readonly rows: Int32Array;
  readonly weights: Readonly<Record<string, number>>;
  readonly champion: Champion | null;
  readonly p99Ms: number;
  readonly history: AskPast | undefined;
  readonly waiting: Waiting | undefined;
}

function acted({ system, dataset, heads, rows, weights, champion, ...asked }: Bench): Verdict {
  const judged = judgedOf(dataset, pricedTruth(dataset, pricedOutcome(system)), rows);
  const rule = ruleScores(dataset, rows);
  const priced = pricedHead(heads, pricedOutcome(system));
  const candidate: CandidateCase = {
    system,
    judged,
    // Without heads the rule runs against itself: it is judged, and there is no candidate.
    score: heads.length === 0 ? rule : combinedScores(heads, weights, rows.length),
    rule,
    champion: champion === null ? null : championScore(champion, rows.length),
    calibrationSlope:
      priced === undefined
        ? null
        : calibrationSlope.compute({
            scores: priced.unseen,
            labels: judged.truth,
            clusters: judged.entity,
            weights: judged.weight,
          }),
    p99Ms: asked.p99Ms,
    history: asked.history,
    waiting: asked.waiting,
  };
  return { kind: "act", candidate, judged: judgeCandidate(candidate) };
}

function answered(bench: Bench, system: AnswerWork["system"]): Verdict {
  const { dataset, rows, p99Ms, history, waiting } = bench;
  const model = modelOutputs(bench);
  const work = { system, dataset, rows, model, champion: rivalOutputs(bench) };
  return { kind: "answer", judged: judgeAnswers(work, p99Ms, { history, waiting }), model };
}

/** What the answer is made from: the outputs of one head, or the combined score of several. */
function modelOutputs({ system, heads, weights, rows }: Bench): RowOutputs | null {
  if (heads.length === 0) return null;
  const answering = answeringHead(system);
  if (answering === undefined) return { outputs: combinedScores(heads, weights, rows.length), classes: [] };
  const { unseen, classes } = known(
    heads.find(({ name }) => name === answering.name),
    `head ${answering.name}`,
  );
  return { outputs: unseen, classes };
}

/** The same of the champion; null when there is none, or when it answered in another way. */
function rivalOutputs({ system, champion, rows }: Bench): RivalOutputs | null {
  if (champion === null) return null;
  const settled = champion.release.policy as unknown as StoredPolicy;
  if (!isAnswerPolicy(settled) || settled.policy !== system.policy.policy) return null;
  if (settled.policy === "rank-by") return { outputs: championScore(champion, rows.length), classes: [], settled };
  const head = champion.heads[settled.head];
  return head === undefined ? null : { ...head, settled };
}

/**
 * Hash of the snapshot and the judged rows. Their numbers alone would not do: which row of the snapshot has which number
 * depends on whose label is known.
 */
export function keyOfRows(
  { system, snapshot, plan }: Pick<LearnedRun, "system" | "snapshot" | "plan">,
  rows: Int32Array,
): string {
  const [outcome, ...others] = targetsOf(system).map((name) => system.outcomes[name]);
  const bytes = new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength);
  const more = others.length === 0 ? {} : { others };
  return hashValue({ snapshot, outcome, ...more, split: plan.kind, seed: system.seed, rows: hashBytes(bytes) });
}

/** The registry's current weights; a head that is newer than these begins at its start. */
async function weightsInUse(system: SystemDefinition, registry: Registry): Promise<Readonly<Record<string, number>>> {
  const current = (await registry.currentWeights(system.name))?.values;
  const starts = Object.entries(system.weights).map(([head, { start }]) => [head, current?.[head] ?? start] as const);
  return Object.fromEntries(starts);
}
