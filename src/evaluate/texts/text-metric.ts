import type { Estimated } from "../../stats/index.ts";

/** A generated text beside the texts that would have been right. */
export interface OutputText {
  readonly output: string;
  /** One or more. */
  readonly references: readonly string[];
  /** The natural logarithm of the probability of each token of the truth, as the model gave it. */
  readonly logProbabilities?: readonly number[];
  /** One vector for each token of the output, and of the first reference, as an embedding model gave them. */
  readonly outputVectors?: readonly (readonly number[])[];
  readonly referenceVectors?: readonly (readonly number[])[];
}

/** What is declared about a metric of texts, and how it is computed. */
export interface TextMetric {
  /** As it is written in reports: `bleu`. */
  readonly name: string;
  readonly family: "model";
  readonly direction: "increase" | "decrease";
  readonly unit: "share" | "count" | "number";
  readonly doc: string;
  readonly formula?: string;
  /** What the file of outputs must hold. */
  readonly needs: string;
  readonly pitfalls?: string;
  readonly aliases?: readonly string[];
  readonly reference: string;
  /** Over all texts; a text is what varies. `seed` is for those that resample, default 0. */
  compute(texts: readonly OutputText[], options?: { readonly seed?: number }): Estimated;
}

/** Declares a metric of texts. One file in `evaluate/texts/metrics/`, one call. */
export function defineTextMetric(metric: TextMetric): TextMetric {
  return Object.freeze(metric);
}
