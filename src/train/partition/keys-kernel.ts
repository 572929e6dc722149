import { fitKey, type KeyRows, type KeyTrial, type LearnerSpec, resolveLearner } from "../../learn/index.ts";
import type { Kernel } from "../../store/index.ts";

/** A batch of keys to try. Columns and losses lie in shared memory. */
export interface KeysJob {
  readonly base: LearnerSpec;
  readonly trial: Omit<KeyTrial, "base">;
  readonly keys: readonly KeyRows[];
}

/** A key that is better off with a model of its own; `losses` in the order of its rows. */
export interface StoredFit {
  readonly key: readonly string[];
  readonly text: string;
  readonly losses: readonly number[];
}

/** Tries each key of a batch. */
export function run({ base, trial, keys }: KeysJob): readonly StoredFit[] {
  const whole = { ...trial, base: resolveLearner(base) };
  return keys.flatMap((each) => {
    const fit = fitKey(whole, each);
    return fit === undefined ? [] : [{ ...fit, losses: Array.from(fit.losses) }];
  });
}

/** The same work for another thread. */
export const keysKernel: Kernel<KeysJob, readonly StoredFit[]> = { module: import.meta.url, run };
