import { rocAuc } from "../evaluate/index.ts";
import { isInsufficient, known, rng } from "../kernel/index.ts";
import type { Estimated } from "../stats/index.ts";
import type { Compute } from "../store/index.ts";
import { binary, type Head, type SystemDefinition } from "../system/index.ts";
import { type Dataset, type FitPlan, type FittedHead, fitHeads, judgedRows } from "../train/index.ts";
import type { Fitted } from "./feasibility/footprint.ts";

/** What a quick fit found out about the label. */
export interface Signal {
  /** ROC-AUC on unseen rows; 0.5 is no skill. */
  readonly rocAuc: Estimated;
  /** The same fit on a label whose rows were shuffled: what chance alone gives. */
  readonly permuted: Estimated;
  /** Of the rule that the system declares. */
  readonly declaredRule: Estimated;
  readonly judgedRows: number;
  /** How the rows were divided. */
  readonly split: string;
  /** Rows that the fits saw, when they are fewer than there are. */
  readonly sampledRows: number | null;
}

/** A quick fit: its findings, and calibrated probabilities for the judged rows. */
export interface QuickFit {
  readonly signal: Signal;
  readonly score: Float64Array;
  readonly rows: Int32Array;
  /** To be measured. */
  readonly fitted: Fitted;
}

export interface QuickFitWork {
  readonly system: SystemDefinition;
  readonly outcome: string;
  readonly sample: Dataset;
  readonly sampled: boolean;
  readonly plan: FitPlan;
}

export interface QuickFitDeps {
  readonly compute: Compute;
  readonly stopwatch: () => number;
  onProgress?(share: number): void;
}

const PERMUTED = "permuted label";

/** The learner of a quick fit: small trees, held back where there is much to overfit to: many features, and texts with many levels. */
export function learnerFor({ rows, features }: Dataset): { learner: string; params: Readonly<Record<string, number>> } {
  const params = {
    rounds: 60,
    numLeaves: 15,
    minDataInLeaf: Math.max(20, Math.round(rows / 200)),
    lambdaL2: 5,
    catSmooth: 100,
    featureFraction: features.columns.length > 16 ? 0.3 : 1,
  };
  return { learner: "gbdt", params };
}

/** Fits small gradient-boosted trees to the label and to the same label shuffled, and scores rows that they did not see. */
export async function quickFit(work: QuickFitWork, deps: QuickFitDeps): Promise<QuickFit> {
  const { system, outcome, sample, plan } = work;
  const label = known(sample.labels[outcome], "the priced label");
  const labels = {
    ...sample.labels,
    [outcome]: label,
    [PERMUTED]: { values: shuffled(label.values, system.seed), classes: [] },
  };
  const head = (name: string): Head => binary({ label: name, learner: learnerFor(sample) });
  const quick = { ...system, heads: { model: head(outcome), permuted: head(PERMUTED) } };
  const started = deps.stopwatch();
  const heads = await fitHeads({ system: quick, dataset: { ...sample, labels }, plan }, deps);
  const took = deps.stopwatch() - started;
  const rows = judgedRows(plan);
  const area = (scores: Float64Array, against: string): Estimated =>
    areaOf({ sample, rows, scores }, known(labels[against], "a label").values);
  const fitted = (name: string): FittedHead =>
    known(
      heads.find((one) => one.name === name),
      "a quick head",
    );
  const score = fitted("model").unseen;
  return {
    score,
    rows,
    fitted: { model: fitted("model").model, features: sample.features, seconds: secondsOfOne(took, plan) },
    signal: {
      rocAuc: area(score, outcome),
      permuted: area(fitted("permuted").unseen, PERMUTED),
      declaredRule: area(
        Float64Array.from(rows, (row) => sample.rule[row] as number),
        outcome,
      ),
      judgedRows: rows.length,
      split: plan.kind,
      sampledRows: work.sampled ? sample.rows : null,
    },
  };
}

/** Seconds of one fit of two heads: as many as the plan has, and one on all rows. */
export function secondsOfOne(took: number, { fits }: FitPlan): number {
  return took / 1_000 / (2 * (fits.length + 1));
}

function areaOf(judged: { sample: Dataset; rows: Int32Array; scores: Float64Array }, label: Float64Array): Estimated {
  const { sample, rows, scores } = judged;
  const clusters = Int32Array.from(rows, (row) => sample.entity[row] as number);
  return rocAuc.compute({ scores, labels: Float64Array.from(rows, (row) => label[row] as number), clusters });
}

/** The same values in another order. */
export function shuffled(values: Float64Array, seed: number): Float64Array {
  return Float64Array.from(rng({ seed, purpose: "assess.permuted" }).shuffled([...values]));
}

/** Whether something was learned: clearly better than a coin, and than the same fit on a shuffled label. */
export function hasSignal({ rocAuc: area, permuted }: Signal): boolean {
  if (isInsufficient(area)) return false;
  return area.low > 0.5 && (isInsufficient(permuted) || area.low > permuted.value);
}
