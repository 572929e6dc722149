import type { Detected, Detector } from "./detector.ts";

export interface PageHinkleyState extends Detected {
  readonly n: number;
  readonly mean: number;
  /** Σ (x − mean − allowance), with what is old forgotten, and the least that it ever was. */
  readonly sum: number;
  readonly least: number;
}

export interface PageHinkleyOptions {
  /** How much more than the mean so far is let pass, in the unit of the numbers. Default 0.005. */
  readonly allowance?: number;
  /** How far the sum must have risen above its least, in the same unit. Default 50. */
  readonly threshold?: number;
  /** What of the sum is kept at each number. Default 0.9999. */
  readonly kept?: number;
  /** So many numbers must have been seen. Default 30. */
  readonly least?: number;
}

const start: PageHinkleyState = { verdict: "steady", n: 0, mean: 0, sum: 0, least: 0 };

/**
 * Notices that a mean has risen: the cumulative sum of deviations from the mean so far has climbed by the threshold. It begins
 * anew after a change. A value that is not finite is passed over.
 *
 * Page. Continuous inspection schemes. Biometrika 41, 1954; Hinkley. Inference about the change-point from cumulative sum
 * tests. Biometrika 58, 1971.
 */
export function pageHinkley(options: PageHinkleyOptions = {}): Detector<PageHinkleyState> {
  const { allowance = 0.005, threshold = 50, kept = 0.9999, least = 30 } = options;
  return {
    start,
    step(state, value) {
      if (!Number.isFinite(value)) return state;
      const before = state.verdict === "changed" ? start : state;
      const n = before.n + 1;
      const mean = before.mean + (value - before.mean) / n;
      const sum = kept * before.sum + value - mean - allowance;
      const lowest = Math.min(before.least, sum);
      const isChanged = n >= least && sum - lowest > threshold;
      return { verdict: isChanged ? "changed" : "steady", n, mean, sum, least: lowest };
    },
  };
}
