import type { Terms } from "./quotients.ts";
import type { WeighedLog } from "./weigh.ts";

/** One way to tell from a log what another policy would have brought. */
export interface Estimator {
  readonly name: string;
  /** What each decision adds to the sums; null where the log lacks what is needed. */
  terms(log: WeighedLog): Terms | null;
}

/** The mean over decisions of what each stands for. */
export function meanTerms(value: Float64Array, { baseReward, ones }: WeighedLog): Terms {
  return { value, size: ones, baseValue: baseReward, baseSize: ones };
}

/** Row by row, a product. */
export function times(a: Float64Array, b: Float64Array): Float64Array {
  const product = new Float64Array(a.length);
  for (let i = 0; i < a.length; i++) product[i] = (a[i] as number) * (b[i] as number);
  return product;
}
