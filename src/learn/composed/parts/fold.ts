import { rng } from "../../../kernel/index.ts";
import type { TrainingSet } from "../../learner.ts";

interface FoldOptions {
  readonly k: number;
  readonly seed: number;
  /** Keeps two uses of one seed apart. */
  readonly purpose: string;
}

/**
 * The fold of each row, 0 to k − 1: a permutation dealt out, so that folds are as equal as they can be. A ranking's lists
 * stay whole.
 */
export function foldsOf({ features, groups }: TrainingSet, { k, seed, purpose }: FoldOptions): Int32Array {
  const unit = groups ?? Int32Array.from({ length: features.rows }, (_, row) => row);
  const units = [...new Set(unit)].sort((a, b) => a - b);
  const place = new Map(shuffled(units, { seed, purpose }).map((id, i) => [id, i % k]));
  return unit.map((id) => place.get(id) as number);
}

/** The items in random order (Fisher and Yates). */
export function shuffled<T>(items: readonly T[], { seed, purpose }: Omit<FoldOptions, "k">): readonly T[] {
  const draw = rng({ seed, unit: 0, purpose });
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const j = draw.integer(i + 1);
    [order[i], order[j]] = [order[j] as T, order[i] as T];
  }
  return order;
}
