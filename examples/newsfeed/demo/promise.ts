import { type ExperimentPlan, planExperiment } from "../../../src/experiment/index.ts";
import { type Insufficient, insufficient, isInsufficient } from "../../../src/kernel/index.ts";
import { realisedMoney, stakesOf } from "../../../src/objective/index.ts";
import { clusterTotals, type Estimated, mapEstimate, momentsOf, varianceOf } from "../../../src/stats/index.ts";
import type { SystemDefinition } from "../../../src/system/index.ts";
import { pricedOutcome, pricedTruth, type TrainRun } from "../../../src/train/index.ts";

/** What past decisions say an experiment will find, and how many visitors it takes to find it. */
export interface Promised {
  /** Gain over the rule, per visitor of the experiment. */
  readonly lift: Estimated;
  readonly plan: ExperimentPlan | Insufficient;
}

export interface Expected {
  /** Opportunities of one visitor while the experiment lasts. */
  readonly decisionsPerVisitor: number;
  /** Visitors who come for the first time, a day. */
  readonly newVisitorsPerDay: number;
}

/** Plans for the lower end of what was promised: whoever plans for the middle is disappointed half of the time. */
export function promiseOf(system: SystemDefinition, run: TrainRun, expected: Expected): Promised {
  const { decisionsPerVisitor, newVisitorsPerDay } = expected;
  const gain = run.result.judgement.over.rule;
  if (isInsufficient(gain)) return { lift: gain, plan: gain };
  const lift = mapEstimate(gain, (perDecision) => perDecision * decisionsPerVisitor);
  if (lift.low <= 0) return { lift, plan: insufficient("no-gain-promised") };
  const sdPerUnit = spreadOf(system, run, decisionsPerVisitor);
  return { lift, plan: planExperiment({ sdPerUnit, lift: lift.low, newUnitsPerDay: newVisitorsPerDay }) };
}

/**
 * Standard deviation of one visitor's money under the rule while the experiment lasts, from the history; stretched by how
 * much wider the model spreads it on the decisions that both were judged on.
 */
function spreadOf(system: SystemDefinition, run: TrainRun, decisionsPerVisitor: number): number {
  if (run.kind !== "act") return Number.NaN;
  const { dataset, rows, score, truth, result } = run;
  const judged = (values: ArrayLike<number>): Float64Array => Float64Array.from(rows, (row) => values[row] ?? 0);
  const entity = Int32Array.from(rows, (row) => dataset.entity[row] ?? 0);
  const acts = score.map((value) => (value >= result.threshold ? 1 : 0));
  const label = pricedTruth(dataset, pricedOutcome(system));
  const whole = spread(system, { acts: Float64Array.from(dataset.rule), truth: label, entity: dataset.entity });
  const byRule = spread(system, { acts: judged(dataset.rule), truth, entity });
  const byModel = spread(system, { acts, truth, entity });
  const seen = dataset.rows / new Set(dataset.entity).size;
  return whole * (byModel / byRule) * Math.sqrt(decisionsPerVisitor / seen);
}

interface Acted {
  readonly acts: Float64Array;
  readonly truth: ArrayLike<number>;
  readonly entity: Int32Array;
}

function spread({ objective }: SystemDefinition, { acts, truth, entity }: Acted): number {
  const money = realisedMoney(objective, false);
  const { act, otherwise } = stakesOf(objective);
  const sums = acts.map((acted, row) => money(acted === 1 ? act : otherwise, truth[row] === 1));
  const variance = varianceOf(momentsOf(clusterTotals({ sums, clusters: entity }).sums));
  return isInsufficient(variance) ? Number.NaN : Math.sqrt(variance);
}
