import { describe, expect, test } from "vitest";
import { rng } from "../../kernel/index.ts";
import type { LabelNews } from "../seen/seen.ts";
import { recalibrationScore } from "./recalibration-score.ts";
import { sigmoid } from "./scored.conformance.ts";

/** News of one day whose windows have all closed: cases around log-odds of −1.5, of which `truth` are a yes. */
function dayOf(truth: (x: number) => number, seed: number, n = 300): LabelNews {
  const draws = rng({ seed, purpose: "test.recalibration" });
  const sums = {
    cases: n,
    gap: 0,
    trend: 0,
    variance: [0, 0, 0] as [number, number, number],
    reports: [0, 0] as const,
  };
  for (let i = 0; i < n; i++) {
    const x = -1.5 + draws.normal();
    const p = sigmoid(x);
    const gain = (draws.uniform() < truth(x) ? 1 : 0) - p;
    sums.gap += gain;
    sums.trend += gain * x;
    for (const power of [0, 1, 2] as const) sums.variance[power] += p * (1 - p) * x ** power;
  }
  return sums;
}

const DAYS = 400;
function scoresOf(
  truth: (x: number) => number,
  of: "gap" | "slope",
): { readonly mean: number; readonly variance: number } {
  const z = Array.from({ length: DAYS }, (_, seed) => {
    const { score, information } = recalibrationScore(dayOf(truth, seed))[of];
    return score / Math.sqrt(information);
  });
  const mean = z.reduce((sum, one) => sum + one, 0) / DAYS;
  return { mean, variance: z.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (DAYS - 1) };
}

const information = (of: "gap" | "slope"): number => {
  const all = Array.from({ length: DAYS }, (_, seed) => recalibrationScore(dayOf(sigmoid, seed))[of].information);
  return all.reduce((sum, one) => sum + one, 0) / DAYS;
};

describe("the score of a recalibration", () => {
  test.each(["gap", "slope"] as const)("has mean 0 and variance 1 where probabilities are right: %s", (of) => {
    const { mean, variance } = scoresOf(sigmoid, of);
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(DAYS));
    expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / DAYS));
  });

  test("moves by the effect times the root of the information, to the first order", () => {
    const [added, steeper] = [0.1, 0.1];
    const gap = scoresOf((x) => sigmoid(x + added), "gap").mean;
    const slope = scoresOf((x) => sigmoid(x + steeper * (x + 1.5)), "slope").mean;
    // The second order is half of the square of the effect, of which the curvature of a sigmoid leaves less than the whole.
    const tolerance = (effect: number, of: "gap" | "slope"): number =>
      4 / Math.sqrt(DAYS) + effect ** 2 * Math.sqrt(information(of));
    expect(Math.abs(gap - added * Math.sqrt(information("gap")))).toBeLessThan(tolerance(added, "gap"));
    expect(Math.abs(slope - steeper * Math.sqrt(information("slope")))).toBeLessThan(tolerance(steeper, "slope"));
  });

  test("tells in a day that outcomes no longer follow from what is foreseen, though as many happen", () => {
    const draws = rng({ seed: 1, purpose: "test.share" });
    const share = Array.from({ length: 20_000 }, () => sigmoid(-1.5 + draws.normal())).reduce((a, b) => a + b) / 20_000;
    const { mean } = scoresOf(() => share, "slope");
    // The slope falls from 1 to 0: an effect of −1, of which labels of 300 show several standard deviations.
    expect(mean).toBeLessThan(-3);
    expect(Math.abs(scoresOf(() => share, "gap").mean)).toBeLessThan(4 / Math.sqrt(DAYS));
  });

  test("knows nothing of a day without labels", () => {
    const none = recalibrationScore({ cases: 0, gap: 0, trend: 0, variance: [0, 0, 0], reports: [0, 0] });
    expect(none).toEqual({ gap: { score: 0, information: 0 }, slope: { score: 0, information: 0 } });
  });
});
