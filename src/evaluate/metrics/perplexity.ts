import { isInsufficient } from "../../kernel/index.ts";
import { mapEstimate } from "../../stats/index.ts";
import { defineMetric, type Metric } from "./metric.ts";
import { multiclassLogLoss } from "./multiclass-log-loss.ts";

/** Among how many equally likely classes a model is left in doubt. */
export const perplexity: Metric = defineMetric({
  name: "perplexity",
  family: "model",
  direction: "decrease",
  unit: "count",
  doc: "Among how many equally likely classes (words, of a text) the model is left in doubt.",
  reference: "Jelinek, Mercer, Bahl, Baker. Perplexity: a measure of the difficulty of speech recognition tasks. 1977",
  tasks: ["multiclass", "hierarchical"],
  place: 5,
  formula: "exp(−mean ln p of the true class)",
  pitfalls: "Of texts it depends on how they are cut into tokens: two models with other tokens cannot be compared.",
  aliases: ["PPL", "exponentiated cross-entropy"],
  restates: "multiclass-log-loss",
  compute(predictions, options) {
    const loss = multiclassLogLoss.compute(predictions, options);
    return isInsufficient(loss) ? loss : mapEstimate(loss, Math.exp);
  },
});
