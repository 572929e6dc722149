import type { Detected, Detector } from "./detector.ts";

export interface DdmState extends Detected {
  readonly n: number;
  readonly wrong: number;
  /** The error rate and its standard deviation where they added up to least; null until there were enough. */
  readonly best: { readonly rate: number; readonly deviation: number } | null;
}

export interface DdmOptions {
  /** Nothing is said of fewer numbers. Default 30. */
  readonly least?: number;
  /** How many standard deviations above the best it warns. Default 2. */
  readonly warnsAt?: number;
  /** From how many it says that there was a change. Default 3. */
  readonly changedAt?: number;
}

const start: DdmState = { verdict: "steady", n: 0, wrong: 0, best: null };

/**
 * Drift detection method: takes 1 for an error and 0 for none, and notices that the error rate since the start has risen above
 * its best by so many standard deviations. It begins anew after a change.
 *
 * Gama, Medas, Castillo, Rodrigues. Learning with drift detection. SBIA 2004.
 */
export function ddm(options: DdmOptions = {}): Detector<DdmState> {
  const { least = 30, warnsAt = 2, changedAt = 3 } = options;
  return {
    start,
    step(state, value) {
      const before = state.verdict === "changed" ? start : state;
      const n = before.n + 1;
      const wrong = before.wrong + (value > 0 ? 1 : 0);
      if (n <= least) return { verdict: "steady", n, wrong, best: null };
      const rate = wrong / n;
      const deviation = Math.sqrt((rate * (1 - rate)) / n);
      const isBest = before.best === null || rate + deviation <= before.best.rate + before.best.deviation;
      const best = isBest ? { rate, deviation } : (before.best ?? { rate, deviation });
      const isAbove = (times: number): boolean => rate + deviation > best.rate + times * best.deviation;
      const verdict = isAbove(changedAt) ? "changed" : isAbove(warnsAt) ? "warning" : "steady";
      return { verdict, n, wrong, best };
    },
  };
}
