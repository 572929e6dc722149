/** Metrics of predictions, each with an interval that knows about clusters; and the points of the usual plots. */
import { modelMetrics } from "./_catalogue.ts";
import { accuracy } from "./accuracy.ts";
import { brier } from "./brier.ts";
import { calibrationSlope } from "./calibration-slope.ts";
import { coarseAccuracy } from "./coarse-accuracy.ts";
import { ece } from "./ece.ts";
import { f1 } from "./f1.ts";
import { gini } from "./gini.ts";
import { hammingLoss } from "./hamming-loss.ts";
import { inReports } from "./in-reports.ts";
import { logLoss } from "./log-loss.ts";
import { mae } from "./mae.ts";
import { meanAveragePrecision } from "./mean-average-precision.ts";
import { meanReciprocalRank } from "./mean-reciprocal-rank.ts";
import type { Metric } from "./metric.ts";
import { microF1 } from "./micro-f1.ts";
import { mse } from "./mse.ts";
import { multiclassAccuracy } from "./multiclass-accuracy.ts";
import { multiclassLogLoss } from "./multiclass-log-loss.ts";
import { multilabelLogLoss } from "./multilabel-log-loss.ts";
import { ndcg } from "./ndcg.ts";
import { perplexity } from "./perplexity.ts";
import { prAuc } from "./pr-auc.ts";
import { precision } from "./precision.ts";
import { r2 } from "./r2.ts";
import { recall } from "./recall.ts";
import { rmse } from "./rmse.ts";
import { rocAuc } from "./roc-auc.ts";
import { subsetAccuracy } from "./subset-accuracy.ts";
import { topThreeAccuracy } from "./top-three-accuracy.ts";

export { defineMetric, type Metric, type MetricDefinition, type MetricInput } from "./metric.ts";
export { type PrPoint, prCurve } from "./pr-curve.ts";
export type { MetricOptions, Predictions } from "./predictions.ts";
export { type ReliabilityBin, type ReliabilityOptions, reliability } from "./reliability.ts";
export { type RocPoint, rocCurve } from "./roc-curve.ts";
export {
  accuracy,
  brier,
  calibrationSlope,
  coarseAccuracy,
  ece,
  f1,
  gini,
  hammingLoss,
  logLoss,
  mae,
  meanAveragePrecision,
  meanReciprocalRank,
  microF1,
  mse,
  multiclassAccuracy,
  multiclassLogLoss,
  multilabelLogLoss,
  ndcg,
  perplexity,
  prAuc,
  precision,
  r2,
  recall,
  rmse,
  rocAuc,
  subsetAccuracy,
  topThreeAccuracy,
};

/** Every metric of the catalogue: by task, and within a task by its place. */
export const allMetrics: readonly Metric[] = Object.freeze(Object.values(modelMetrics).sort(inReports));

/** Every metric that a report shows, in its order: none that says again what another says. */
export const metrics: readonly Metric[] = Object.freeze(allMetrics.filter(({ restates }) => restates === undefined));
