import { takeRows } from "../../data/index.ts";
import {
  type AskPast,
  competitor,
  type Decisions,
  type Entry,
  type GateResult,
  gate,
  type Judged,
  type Judgement,
  judge,
  ladderFor,
  netOfWaiting,
  valued,
  type Waiting,
} from "../../evaluate/index.ts";
import { known } from "../../kernel/index.ts";
import { bestGain, breakEven, type Stakes, stakesOf } from "../../objective/index.ts";
import { beliefOf, type Cutoff, combineColumns, isWindowed, UNSEEN, withResidual } from "../../policy/index.ts";
import { releasePolicy, type StoredPolicy } from "../../registry/index.ts";
import { formatNumber } from "../../report/index.ts";
import type { Estimated } from "../../stats/index.ts";
import { actingPolicy, capacityShare, type SystemDefinition } from "../../system/index.ts";
import type { Dataset } from "../dataset/dataset.ts";
import type { FittedHead } from "../fit/fit-heads.ts";

/** The rows that are judged, with the truth of the priced outcome. */
export function judgedOf(dataset: Dataset, truth: Float64Array, rows: Int32Array): Judged {
  return {
    ...decisionsOf(dataset, rows),
    truth: Float64Array.from(rows, (row) => truth[row] as number),
    blocked: Uint8Array.from(rows, (row) => dataset.blocked[row] as number),
  };
}

/** The decisions that are judged, one for each of these rows. */
export function decisionsOf(dataset: Dataset, rows: Int32Array): Decisions {
  return {
    rows: rows.length,
    entity: Int32Array.from(rows, (row) => dataset.entity[row] as number),
    slices: takeRows(dataset.slices, rows),
    weight: Float64Array.from(rows, (row) => dataset.weight?.[row] ?? 1),
  };
}

/** One score per judged row: the heads' outputs under the weights. */
export function combinedScores(
  heads: readonly FittedHead[],
  weights: Readonly<Record<string, number>>,
  rows: number,
): Float64Array {
  const single = heads.filter(({ outputs }) => outputs === 1);
  return combineColumns(Object.fromEntries(single.map(({ name, unseen }) => [name, unseen])), weights, rows);
}

/** The score from which acting pays, or the one that the file names; 1 where the rule's answers are the scores. */
export function thresholdOf(system: SystemDefinition, stakes: Stakes): number {
  if (Object.keys(system.heads).length === 0) return 1;
  const { threshold } = actingPolicy(system);
  return threshold === "from-payoff" ? breakEven(stakes) : threshold;
}

export function capacityOf(system: SystemDefinition): number {
  return capacityShare(system) ?? 1;
}

/** The rule's answers on the judged rows, as scores. */
export function ruleScores(dataset: Dataset, rows: Int32Array): Float64Array {
  return Float64Array.from(rows, (row) => dataset.rule[row] as number);
}

export interface CandidateCase {
  readonly system: SystemDefinition;
  readonly judged: Judged;
  readonly score: Float64Array;
  readonly rule: Float64Array;
  readonly champion: Float64Array | null;
  readonly calibrationSlope: Estimated | null;
  readonly p99Ms: number;
  /** Asked by the gate; absent where nobody keeps an archive. */
  readonly history?: AskPast | undefined;
  /** Taken off its gains; absent where nobody has priced waiting. */
  readonly waiting?: Waiting | undefined;
}

/** A candidate in money: its race, the gate's word, and the cutoffs that it would be served with. */
export interface JudgedCandidate {
  readonly judgement: Judgement;
  readonly gate: GateResult;
  readonly cutoff: Cutoff;
  /** What a release of it is served with. */
  readonly policy: StoredPolicy;
  readonly stakes: Stakes;
  readonly threshold: number;
  /** The verdict's robustness: what the model earns at the ends of the assumed effect. */
  readonly overEffect: readonly EffectPoint[];
}

/** Money per decision at one value of an effect that nobody has measured. */
export interface EffectPoint {
  readonly effect: number;
  readonly perDecision: Estimated;
}

/** Judges a candidate under the objective as it is declared now. */
export function judgeCandidate(candidate: CandidateCase): JudgedCandidate {
  const { system, judged, score, rule, champion } = candidate;
  const stakes = stakesOf(system.objective);
  const threshold = thresholdOf(system, stakes);
  const capacity = capacityOf(system);
  const model: Entry = { name: "model", score, threshold, ...exploringOf(system, judged, score) };
  const { explore, belief } = model;
  const judgement = judge(judged, stakes, { model: score, rule, champion, threshold, capacity, explore, belief });
  // What is served is what was judged: the filters' rows take no room from the capacity here either.
  const { cutoff } = competitor(judged, model, { capacity });
  const byRule = competitor(judged, { name: "rule", score: rule, threshold: 1 }, { capacity }).cutoff;
  const ladder = isWindowed(actingPolicy(system).capacity) ? ladderFor(judged, model, { capacity }) : undefined;
  return {
    judgement: { ...judgement, over: netOfWaiting(judgement.over, candidate.waiting) },
    gate: gate({
      objective: system.objective,
      rows: judged.rows,
      over: judgement.over,
      slices: judgement.slices,
      bestGain: bestGain(stakes),
      calibrationSlope: candidate.calibrationSlope,
      p99Ms: candidate.p99Ms,
      waiting: candidate.waiting,
      history: candidate.history,
      money: (value) => formatNumber(value, { currency: stakes.currency }),
    }),
    cutoff,
    policy: releasePolicy(cutoff, byRule.atCutoff, ladder),
    stakes,
    threshold,
    overEffect: effectPoints(candidate, threshold),
  };
}

/**
 * How a system explores. What Thompson sampling believes of its scores comes from the judged rows, where a score is the
 * probability of the truth; elsewhere the prior is all there is.
 */
function exploringOf(system: SystemDefinition, judged: Judged, score: Float64Array): Pick<Entry, "explore" | "belief"> {
  const { explore, threshold } = actingPolicy(system);
  if (explore?.explore !== "thompson") return { explore };
  if (threshold !== "from-payoff") return { explore, belief: beliefOf(explore) };
  const seen = judged.truth.reduce((sum, yes, row) => withResidual(sum, yes - (score[row] as number)), UNSEEN);
  return { explore, belief: beliefOf(explore, seen) };
}

/** The same decisions, were the effect at either end of what somebody assumes. The threshold stays where it is set. */
function effectPoints({ system, judged, score }: CandidateCase, threshold: number): readonly EffectPoint[] {
  const effect = system.objective.effect;
  if (effect === undefined || effect.basis === "measured") return [];
  const entry = { name: "model", score, threshold, ...exploringOf(system, judged, score) };
  const who = competitor(judged, entry, { capacity: capacityOf(system) });
  return effect.range.map((value) => ({
    effect: value,
    perDecision: valued(judged, stakesOf(system.objective, value), who).perDecision,
  }));
}

/** A system without heads has nothing to judge but its rule. */
export function ruleOnlyGate(): GateResult {
  const message = "The system declares no heads, so there is no candidate. The rule is what is served.";
  return { verdict: "insufficient", reasons: [{ code: "heads.none", finding: "insufficient", message }] };
}

/** The head that predicts the priced outcome, when there is one. */
export function pricedHead(heads: readonly FittedHead[], outcome: string): FittedHead | undefined {
  return heads.find(({ head }) => head.task === "binary" && head.label === outcome);
}

/** The truth of the priced outcome. */
export function pricedTruth(dataset: Dataset, outcome: string): Float64Array {
  return known(dataset.labels[outcome], "the priced label").values;
}
