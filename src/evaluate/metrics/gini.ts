import { isInsufficient } from "../../kernel/index.ts";
import { mapEstimate } from "../../stats/index.ts";
import { defineMetric, type Metric } from "./metric.ts";
import { rocAuc } from "./roc-auc.ts";

/** How far ahead of chance the ranking is: 0 is no skill, 1 is perfect. */
export const gini: Metric = defineMetric({
  name: "gini",
  family: "model",
  direction: "increase",
  unit: "share",
  doc: "How far ahead of chance rows are ranked; 0 is no skill, 1 is perfect.",
  reference: "Somers. A new asymmetric measure of association. American Sociological Review 27, 1962",
  tasks: ["binary"],
  place: 11,
  formula: "2 AUC − 1",
  pitfalls: "Says what ROC-AUC says. Another Gini, of how unequal incomes are, is no measure of predictions.",
  aliases: ["Gini coefficient", "Somers’ D", "accuracy ratio"],
  restates: "roc-auc",
  compute(predictions, options) {
    const area = rocAuc.compute(predictions, options);
    return isInsufficient(area) ? area : mapEstimate(area, (share) => 2 * share - 1);
  },
});
