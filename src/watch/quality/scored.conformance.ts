import { countUpTo, rng } from "../../kernel/index.ts";
import { momentsOf, weightedMomentsOf } from "../../stats/index.ts";
import type { LabelNews, LabelSeen, NumberLayout, OutputSeen } from "../seen/seen.ts";

/** Probabilities and what came of them, for tests. */
export interface Scored {
  readonly scores: readonly number[];
  readonly labels: readonly number[];
}

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** A world in which cases lie around `centre`: a case at x is a yes with probability `truth(x)`, and the head says `head(x)`. */
export interface ScoredWorld {
  readonly centre: number;
  readonly truth: (x: number) => number;
  readonly head: (x: number) => number;
}

export function drawScored({ centre, truth, head }: ScoredWorld, n: number, seed: number): Scored {
  const draw = rng({ seed, purpose: "scored" });
  const at = Array.from({ length: n }, () => centre + draw.normal());
  return { scores: at.map(head), labels: at.map((x) => (draw.uniform() < truth(x) ? 1 : 0)) };
}

/** Bins that are seen alike often. */
export function quantileLayout(scores: readonly number[], bins = 20): NumberLayout {
  const sorted = scores.toSorted((a, b) => a - b);
  const edges = Array.from({ length: bins - 1 }, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / bins)]!);
  return { kind: "number", edges: [...new Set(edges)] };
}

export function outputSeen({ edges }: NumberLayout, scores: readonly number[]): OutputSeen {
  const bins = Array.from({ length: edges.length + 1 }, () => 0);
  const sums = [...bins];
  for (const score of scores) {
    const bin = countUpTo(edges, score);
    bins[bin]! += 1;
    sums[bin]! += score;
  }
  return { bins, sums, missing: 0, numbers: momentsOf(scores) };
}

/** Labels of probabilities, every one of which is known and counts alike. */
export function labelSeen({ scores, labels }: Scored, block = 1): LabelSeen {
  const ones = scores.map(() => 1);
  const losses = scores.map((s, i) => -Math.log(labels[i] === 1 ? s : 1 - s));
  const calibration = Array.from({ length: 20 }, () => ({ weight: 0, predicted: 0, label: 0 }));
  scores.forEach((score, i) => {
    const bin = calibration[Math.min(19, Math.floor(score * 20))]!;
    bin.weight += 1;
    bin.predicted += (score - bin.predicted) / bin.weight;
    bin.label += (labels[i]! - bin.label) / bin.weight;
  });
  const blocks = Array.from({ length: Math.ceil(losses.length / block) }, (_, b) =>
    losses.slice(b * block, (b + 1) * block),
  );
  return {
    closed: scores.length,
    share: 1,
    reported: scores.length,
    contradicted: 0,
    late: 0,
    labels: weightedMomentsOf(labels, ones),
    predicted: weightedMomentsOf(scores, ones),
    loss: weightedMomentsOf(losses, ones),
    losses: blocks.map((of) => of.reduce((sum, x) => sum + x, 0) / of.length),
    calibration,
    news: newsOf({ scores, labels }),
  };
}

/** The same as what became known: all windows close with the period, and nothing was reported before. */
function newsOf({ scores, labels }: Scored): LabelNews {
  const sumOf = (of: (p: number, i: number) => number): number => scores.reduce((sum, p, i) => sum + of(p, i), 0);
  const odds = (p: number): number => Math.log(p / (1 - p));
  const variance = (power: number): number => sumOf((p) => p * (1 - p) * odds(p) ** power);
  return {
    cases: scores.length,
    gap: sumOf((p, i) => labels[i]! - p),
    trend: sumOf((p, i) => (labels[i]! - p) * odds(p)),
    variance: [variance(0), variance(1), variance(2)],
    reports: [0, 0],
  };
}
