/** Metrics of predictions, each with an interval that knows about clusters; and the points of the usual plots. */
import { accuracy } from "./accuracy.ts";
import { brier } from "./brier.ts";
import { calibrationSlope } from "./calibration-slope.ts";
import { ece } from "./ece.ts";
import { logLoss } from "./log-loss.ts";
import { mae } from "./mae.ts";
import type { Metric } from "./metric.ts";
import { multiclassAccuracy } from "./multiclass-accuracy.ts";
import { multiclassLogLoss } from "./multiclass-log-loss.ts";
import { prAuc } from "./pr-auc.ts";
import { precision } from "./precision.ts";
import { r2 } from "./r2.ts";
import { recall } from "./recall.ts";
import { rmse } from "./rmse.ts";
import { rocAuc } from "./roc-auc.ts";

export { defineMetric, type Metric, type MetricDefinition, type MetricInput } from "./metric.ts";
export { type PrPoint, prCurve } from "./pr-curve.ts";
export type { MetricOptions, Predictions } from "./predictions.ts";
export { type ReliabilityBin, type ReliabilityOptions, reliability } from "./reliability.ts";
export { type RocPoint, rocCurve } from "./roc-curve.ts";
export {
  accuracy,
  brier,
  calibrationSlope,
  ece,
  logLoss,
  mae,
  multiclassAccuracy,
  multiclassLogLoss,
  prAuc,
  precision,
  r2,
  recall,
  rmse,
  rocAuc,
};

/** Every metric, in the order of a report. */
export const metrics: readonly Metric[] = Object.freeze([
  rocAuc,
  prAuc,
  logLoss,
  brier,
  ece,
  calibrationSlope,
  accuracy,
  precision,
  recall,
  multiclassLogLoss,
  multiclassAccuracy,
  rmse,
  mae,
  r2,
]);
