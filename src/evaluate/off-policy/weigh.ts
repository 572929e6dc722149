import { faultOf } from "./faults.ts";
import type { Weights } from "./overlap.ts";
import type { PolicyLog } from "./policy-log.ts";

/** A log with the weights of its decisions. A decision with a fault weighs nothing: the log is refused anyway. */
export interface WeighedLog extends Weights {
  readonly reward: Float64Array;
  /** Base weight · reward, and 1 for each decision: most estimators want them. */
  readonly baseReward: Float64Array;
  readonly ones: Float64Array;
  readonly predicted: Float64Array | null;
  readonly predictedTarget: Float64Array | null;
}

/** Weighs decisions by how much likelier the judged policy is to do what was done: target / propensity. */
export function weigh(log: PolicyLog): WeighedLog {
  const { propensity, target, base = propensity, predicted, predictedTarget } = log;
  const rows = propensity.length;
  const weights = { weight: new Float64Array(rows), base: new Float64Array(rows), unsupported: new Float64Array(rows) };
  const [reward, baseReward] = [new Float64Array(rows), new Float64Array(rows)];
  for (let row = 0; row < rows; row++) {
    const [p, q, r] = [propensity[row] as number, target[row] as number, log.reward[row] as number];
    if (faultOf(p, q, r) !== undefined) continue;
    reward[row] = r;
    weights.weight[row] = q / p;
    weights.base[row] = (base[row] as number) / p;
    baseReward[row] = (weights.base[row] as number) * r;
    weights.unsupported[row] = log.unsupported?.[row] ?? (p === 1 ? 1 - q : 0);
  }
  const ones = new Float64Array(rows).fill(1);
  const model = { predicted: predicted ?? null, predictedTarget: predictedTarget ?? null };
  return { ...weights, ...model, reward, baseReward, ones };
}
