import { describe, expect, test } from "vitest";
import { isInsufficient } from "../../kernel/index.ts";
import type { Estimate, Estimated } from "../../stats/index.ts";
import { textMetrics } from "./_catalogue.ts";
import { bertScore } from "./metrics/bert-score.ts";
import { bleu } from "./metrics/bleu.ts";
import { exactMatch } from "./metrics/exact-match.ts";
import { textPerplexity } from "./metrics/text-perplexity.ts";
import { tokens13a } from "./tokens-13a.ts";

const value = (found: Estimated) => (found as Estimate).value;

const OUTPUTS = [
  "The quick brown fox jumps over the lazy dog, doesn't it?",
  "It costs $3.50 - about 1,000 yen.",
  "A totally different sentence here",
];
const FIRST = [
  "The quick brown fox jumped over the lazy dog, didn't it?",
  "It costs $3.50, or about 1,000 yen.",
  "This is something else entirely",
];
const SECOND = [
  "A fast brown fox jumps over a lazy dog, doesn't it?",
  "The price is $3.50 - around 1,000 yen.",
  "One more reference that is unlike it",
];
const texts = (...references: readonly (readonly string[])[]) =>
  OUTPUTS.map((output, i) => ({ output, references: references.map((of) => of[i] as string) }));

describe("BLEU is sacreBLEU's (2.6.0), corpus_bleu with its defaults", () => {
  test("with one reference and with two", () => {
    expect(value(bleu.compute(texts(FIRST)))).toBeCloseTo(45.30768321924394, 10);
    expect(value(bleu.compute(texts(FIRST, SECOND)))).toBeCloseTo(66.76146071845467, 10);
  });

  test("tokens are those of its 13a tokenizer", () => {
    expect(tokens13a("Hello, world! It's 3.5-4 &quot;ok&quot; U.S.A. a-b 12,000 (x/y) e.g. end.").join(" ")).toBe(
      `Hello , world ! It's 3.5 - 4 " ok " U . S . A . a-b 12,000 ( x / y ) e . g . end .`,
    );
    expect(tokens13a("a -\nb").join(" ")).toBe("a b");
  });

  test("texts shorter than four words, or without any match, have 0 and no interval", () => {
    const short = [
      { output: "the cat sat", references: ["the cat sat on the mat"] },
      { output: "on a mat", references: ["on a big mat"] },
    ];
    expect(bleu.compute(short)).toMatchObject({ reason: "zero-variance" });
    expect(bleu.compute(texts(FIRST).slice(2))).toMatchObject({ reason: "too-few-texts", need: 2 });
  });

  test("the same texts have the same interval, and more of them a narrower one", () => {
    const many = Array.from({ length: 20 }, () => texts(FIRST)).flat();
    const [few, more] = [texts(FIRST), many].map((of) => bleu.compute(of) as Estimate) as [Estimate, Estimate];
    expect(bleu.compute(texts(FIRST))).toEqual(few);
    expect(more.value).toBeCloseTo(few.value, 10);
    expect(more.high - more.low).toBeLessThan((few.high - few.low) / 2);
  });
});

test("perplexity is the exponential of the mean surprise over all tokens, not over texts", () => {
  const of = [
    [0.5, 0.25],
    [0.125, 0.125, 0.5, 0.5],
  ].map((probabilities) => ({
    output: "",
    references: [""],
    logProbabilities: probabilities.map(Math.log),
  }));
  expect(value(textPerplexity.compute(of))).toBeCloseTo(2 ** ((1 + 2 + 3 + 3 + 1 + 1) / 6), 12);
});

test("BERTScore is F1 of the best cosines, by hand", () => {
  const of = (outputVectors: number[][], referenceVectors: number[][]) => ({
    ...{ output: "", references: [""], outputVectors, referenceVectors },
  });
  // One output token is a reference token (cosine 1), of length 2; the other stands at 45° to it and to the second.
  const half = Math.SQRT1_2;
  const [precision, recall] = [(1 + half) / 2, (1 + half) / 2];
  const same = of([[1, 0]], [[3, 0]]);
  const found = bertScore.compute([
    of(
      [
        [2, 0],
        [1, 1],
      ],
      [
        [1, 0],
        [0, 1],
      ],
    ),
    same,
  ]);
  expect(value(found)).toBeCloseTo(((2 * precision * recall) / (precision + recall) + 1) / 2, 12);
});

test("an exact match does not look at white space", () => {
  const found = exactMatch.compute([
    { output: " a  b\n", references: ["c", "a b"] },
    { output: "a b", references: ["A b"] },
  ]);
  expect(value(found)).toBe(0.5);
});

test("what a file does not hold is said, and is no 0", () => {
  expect(bertScore.compute(texts(FIRST))).toMatchObject({ reason: "no-embeddings", need: 3, have: 0 });
  expect(textPerplexity.compute(texts(FIRST))).toMatchObject({ reason: "no-token-probabilities" });
  for (const metric of Object.values(textMetrics)) expect(isInsufficient(metric.compute([]))).toBe(true);
});
