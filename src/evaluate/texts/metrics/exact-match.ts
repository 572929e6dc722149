import { proportion } from "../../../stats/index.ts";
import { defineTextMetric, type TextMetric } from "../text-metric.ts";

const plain = (text: string): string => text.trim().replaceAll(/\s+/g, " ");

/** The share of texts that are a reference, but for white space. */
export const exactMatch: TextMetric = defineTextMetric({
  name: "exact-match",
  family: "model",
  direction: "increase",
  unit: "share",
  doc: "Share of the texts that are a reference to the letter, but for white space.",
  needs: "`output` and `reference` for every text.",
  pitfalls: "Right answers in other words count as wrong.",
  aliases: ["EM", "string match"],
  reference: "Wilson. Probable inference. JASA 22, 1927",
  compute: (texts) =>
    proportion(
      texts.filter(({ output, references }) => references.some((one) => plain(one) === plain(output))).length,
      texts.length,
    ),
});
