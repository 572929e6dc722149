import { insufficient, isInsufficient } from "../../../kernel/index.ts";
import { clusteredMean, mapEstimate } from "../../../stats/index.ts";
import { defineTextMetric, type TextMetric } from "../text-metric.ts";

/** Among how many equally likely tokens the model is left in doubt at each step. */
export const textPerplexity: TextMetric = defineTextMetric({
  name: "text-perplexity",
  family: "model",
  direction: "decrease",
  unit: "count",
  doc: "Among how many equally likely tokens the model is left in doubt, on average over all tokens.",
  formula: "exp(−mean ln p of the true token)",
  needs: "`logprobs` for every text: the natural logarithm of each true token’s probability.",
  pitfalls: "Depends on how texts are cut into tokens: two models with other tokens cannot be compared.",
  aliases: ["PPL", "perplexity of a language model"],
  reference: "Jelinek, Mercer, Bahl, Baker. Perplexity. 1977; texts as clusters: Cochran. Sampling Techniques, 1977",
  compute(texts) {
    const lacking = texts.filter(({ logProbabilities }) => logProbabilities === undefined).length;
    if (lacking > 0)
      return insufficient("no-token-probabilities", { need: texts.length, have: texts.length - lacking });
    const each = texts.map(({ logProbabilities = [] }) => logProbabilities);
    const sums = Float64Array.from(each, (logs) => -logs.reduce((sum, log) => sum + log, 0));
    const surprise = clusteredMean({ sums, sizes: Float64Array.from(each, (logs) => logs.length) });
    return isInsufficient(surprise) ? surprise : mapEstimate(surprise, Math.exp);
  },
});
