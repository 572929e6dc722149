import { insufficient } from "../../../kernel/index.ts";
import { clusteredMean } from "../../../stats/index.ts";
import { defineTextMetric, type OutputText, type TextMetric } from "../text-metric.ts";

type Vector = readonly number[];

const dot = (a: Vector, b: Vector): number => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

/** The largest cosine of each vector to one of the others, on average. */
function likeness(vectors: readonly Vector[], others: readonly Vector[]): number {
  const length = (vector: Vector): number => Math.sqrt(dot(vector, vector));
  const lengths = others.map(length);
  const best = vectors.map((vector) => {
    const own = length(vector);
    return Math.max(...others.map((other, i) => dot(vector, other) / (own * (lengths[i] as number))));
  });
  return best.reduce((sum, cosine) => sum + cosine, 0) / best.length;
}

function f1Of({ outputVectors = [], referenceVectors = [] }: OutputText): number {
  const precision = likeness(outputVectors, referenceVectors);
  const recall = likeness(referenceVectors, outputVectors);
  return (2 * precision * recall) / (precision + recall);
}

const hasVectors = ({ outputVectors = [], referenceVectors = [] }: OutputText): boolean =>
  outputVectors.length > 0 && referenceVectors.length > 0;

/** How alike the tokens of output and reference are, by the vectors that the file brings along. */
export const bertScore: TextMetric = defineTextMetric({
  name: "bert-score",
  family: "model",
  direction: "increase",
  unit: "share",
  doc: "How alike the tokens of output and reference are in an embedding: F1 of the best cosines, averaged over texts.",
  formula: "2 P R / (P + R), P = mean over output tokens of the largest cosine to a reference token, R the other way",
  needs: "`outputVectors` and `referenceVectors` for every text: Alidade carries no embedding model.",
  pitfalls:
    "The embedding decides the number, and its range: compare scores of one embedding alone. Negations look alike.",
  aliases: ["BERTScore", "embedding similarity"],
  reference: "Zhang, Kishore, Wu, Weinberger, Artzi. BERTScore. ICLR 2020 (no weights by rarity, no rescaling)",
  compute(texts) {
    const have = texts.filter(hasVectors).length;
    if (have < texts.length) return insufficient("no-embeddings", { need: texts.length, have });
    const sums = Float64Array.from(texts, f1Of);
    return clusteredMean({ sums, sizes: new Float64Array(sums.length).fill(1) });
  },
});
