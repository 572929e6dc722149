import { insufficient } from "../../../kernel/index.ts";
import { type Estimated, intervalOf, momentsOf, varianceOf } from "../../../stats/index.ts";
import { resample } from "../../metrics/bootstrap.ts";
import { defineTextMetric, type OutputText, type TextMetric } from "../text-metric.ts";
import { tokens13a } from "../tokens-13a.ts";

const ORDERS = 4;

/** What one text adds: lengths, and for each length of n-gram how many there are and how many a reference holds. */
interface Counts {
  readonly length: number;
  readonly reference: number;
  readonly total: readonly number[];
  readonly correct: readonly number[];
}

/** How often each run of `n` tokens comes. */
function grams(tokens: readonly string[], n: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (let start = 0; start + n <= tokens.length; start++) {
    const gram = tokens.slice(start, start + n).join(" ");
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}

function countsOf({ output, references }: OutputText): Counts {
  const tokens = tokens13a(output);
  const others = references.map(tokens13a);
  const orders = Array.from({ length: ORDERS }, (_, i) => i + 1);
  return {
    length: tokens.length,
    reference: closestLength(
      tokens.length,
      others.map((other) => other.length),
    ),
    total: orders.map((n) => Math.max(0, tokens.length - n + 1)),
    correct: orders.map((n) =>
      matches(
        grams(tokens, n),
        others.map((other) => grams(other, n)),
      ),
    ),
  };
}

/** The length of the reference that is closest; the shorter of two. */
function closestLength(length: number, lengths: readonly number[]): number {
  const far = (one: number): number => Math.abs(one - length);
  return lengths.reduce(
    (best, one) => (far(one) < far(best) || (far(one) === far(best) && one < best) ? one : best),
    Infinity,
  );
}

/** Each n-gram counts as often as the reference that has most of it. */
function matches(own: ReadonlyMap<string, number>, others: readonly ReadonlyMap<string, number>[]): number {
  let sum = 0;
  for (const [gram, times] of own) sum += Math.min(times, Math.max(0, ...others.map((other) => other.get(gram) ?? 0)));
  return sum;
}

/** The score of summed counts, 0 to 100; an order without a match counts as half a match, a quarter, … (method "exp"). */
function scoreOf({ length, reference, total, correct }: Counts): number {
  let [logs, halved] = [0, 1];
  for (let n = 0; n < ORDERS; n++) {
    if (total[n] === 0) return 0;
    if (correct[n] === 0) halved *= 2;
    const hits = correct[n] === 0 ? 1 / halved : (correct[n] as number);
    logs += Math.log(hits / (total[n] as number)) / ORDERS;
  }
  if (correct.every((hits) => hits === 0)) return 0;
  const brevity = length < reference ? Math.exp(1 - reference / length) : 1;
  return 100 * brevity * Math.exp(logs);
}

function summed(counts: readonly Counts[], times: (text: number) => number): Counts {
  const over = (pick: (one: Counts) => number): number =>
    counts.reduce((sum, one, text) => sum + times(text) * pick(one), 0);
  const each = (pick: (one: Counts) => readonly number[]): readonly number[] =>
    Array.from({ length: ORDERS }, (_, n) => over((one) => pick(one)[n] as number));
  return {
    length: over(({ length }) => length),
    reference: over(({ reference }) => reference),
    total: each(({ total }) => total),
    correct: each(({ correct }) => correct),
  };
}

function bleuOf(texts: readonly OutputText[], seed: number): Estimated {
  const counts = texts.map(countsOf);
  if (counts.length < 2) return insufficient("too-few-texts", { need: 2, have: counts.length });
  const value = scoreOf(summed(counts, () => 1));
  const draws = resample(counts.length, seed, (times) => scoreOf(summed(counts, (text) => times[text] as number)));
  const variance = varianceOf(momentsOf(draws));
  if (typeof variance !== "number") return variance;
  const found = intervalOf({ value, variance, df: Infinity });
  return "kind" in found ? found : { ...found, low: Math.max(0, found.low), high: Math.min(100, found.high) };
}

/** How many runs of one to four words a reference shares, with short texts marked down; 0 to 100. */
export const bleu: TextMetric = defineTextMetric({
  name: "bleu",
  family: "model",
  direction: "increase",
  unit: "number",
  doc: "Share of the runs of one to four words that a reference holds, too short texts marked down; 0 to 100, over all texts together.",
  formula: "100 · min(1, e^(1 − r/c)) · (p₁ p₂ p₃ p₄)^¼",
  needs: "`output` and `reference` for every text.",
  pitfalls:
    "Other words that mean the same count as wrong, and fluent nonsense can score. Compare scores of one tokenizer alone (here 13a).",
  aliases: ["corpus BLEU", "sacreBLEU", "bilingual evaluation understudy"],
  reference:
    "Papineni et al. BLEU. ACL 2002; interval by resampling texts: Koehn. Statistical significance tests. EMNLP 2004",
  compute: (texts, { seed = 0 } = {}) => bleuOf(texts, seed),
});
