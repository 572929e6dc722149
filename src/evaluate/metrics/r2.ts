import { isInsufficient } from "../../kernel/index.ts";
import { clusteredPoint, logInterval, mapEstimate, weightedMomentsOf } from "../../stats/index.ts";
import { defineMetric, type Metric } from "./metric.ts";
import { weightsOf } from "./predictions.ts";
import { rowTotals } from "./row-totals.ts";

/**
 * The share of the label's variance that the predictions explain; below 0 they are worse than the mean.
 * 1 − r² is a ratio of two sums over rows; that the mean is estimated too does not matter to first order.
 */
export const r2: Metric = defineMetric({
  name: "r2",
  family: "model",
  direction: "increase",
  unit: "share",
  doc: "Share of the label's variance that the predictions explain; the mean of the labels has 0.",
  reference: "Cochran. Sampling Techniques, 1977 (variance of a ratio); delta method on the logarithm (interval)",
  tasks: ["regression"],
  place: 3,
  formula: "1 − Σ (y − ŷ)² / Σ (y − ȳ)²",
  pitfalls: "Rises with the spread of the labels: of two data sets it does not say which is predicted better.",
  aliases: ["R²", "R squared", "coefficient of determination", "explained variance"],
  compute(predictions, { level } = {}) {
    const { scores, labels } = predictions;
    const { mean } = weightedMomentsOf(labels, weightsOf(predictions));
    const sum = (row: number) => ((scores[row] as number) - (labels[row] as number)) ** 2;
    const size = (row: number) => ((labels[row] as number) - mean) ** 2;
    const unexplained = logInterval(clusteredPoint(rowTotals(predictions, { sum, size })), level);
    return isInsufficient(unexplained) ? unexplained : mapEstimate(unexplained, (share) => 1 - share);
  },
});
