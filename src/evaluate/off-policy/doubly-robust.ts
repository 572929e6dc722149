import { type Estimator, meanTerms, times } from "./estimator.ts";
import type { WeighedLog } from "./weigh.ts";

/**
 * Doubly robust: what a model predicts of the judged policy, corrected by the weighted errors of its predictions. Unbiased
 * where the propensities are right or the model is; the better the model, the narrower. Dudík, Langford, Li. ICML 2011.
 */
export const doublyRobust: Estimator = switching("doubly-robust", Infinity);

/**
 * Switch-DR: doubly robust where a weight is at most `threshold`, the model alone where it is more. Trades the variance of
 * large weights for the model's bias there. Wang, Agarwal, Dudík. ICML 2017.
 */
export function switchDoublyRobust(threshold: number): Estimator {
  return switching("switch-dr", threshold);
}

function switching(name: string, threshold: number): Estimator {
  return Object.freeze({
    name,
    terms: (log: WeighedLog) => {
      const { weight, reward, predicted, predictedTarget } = log;
      if (predicted === null || predictedTarget === null) return null;
      const value = new Float64Array(weight.length);
      for (let row = 0; row < value.length; row++) {
        const w = weight[row] as number;
        const correction = w <= threshold ? w * ((reward[row] as number) - (predicted[row] as number)) : 0;
        value[row] = (predictedTarget[row] as number) + correction;
      }
      // A model tells of every decision; how sure that is depends on what was seen.
      return { ...meanTerms(value, log), seen: times(weight, reward) };
    },
  });
}
