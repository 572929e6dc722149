import type { Asked, Pair, Question, SplitRules } from "../engine.ts";

/** Keeps a division by zero out of an empty leaf without lambda. */
const TINY = 1e-15;

/** Gradient with the L1 penalty taken off. */
function shrunk(gradient: number, l1: number): number {
  const size = Math.max(0, Math.abs(gradient) - l1);
  return gradient < 0 ? -size : size;
}

/** What a leaf's value may be. */
export type Bounds = Pick<Question, "lowest" | "highest">;

/** The best value of a leaf under the penalties and within its bounds. */
export function bestValue(sums: Pair, rules: SplitRules & Bounds, lambda: number): number {
  let value = -shrunk(sums.gradient, rules.lambdaL1) / (sums.hessian + lambda + TINY);
  const step = rules.maxDeltaStep;
  if (step > 0) value = Math.min(step, Math.max(-step, value));
  return Math.min(rules.highest, Math.max(rules.lowest, value));
}

/** Whether anything keeps a leaf from its best value. */
export function isBounded({ lambdaL1, maxDeltaStep }: SplitRules, directions: Int8Array): boolean {
  return lambdaL1 > 0 || maxDeltaStep > 0 || directions.some((direction) => direction !== 0);
}

/** A leaf's question with everything that an answer depends on. */
export interface Setting {
  readonly question: Question;
  readonly rules: SplitRules & Bounds;
  readonly unit: Pair;
  readonly bounded: boolean;
  /** Rows per unit of hessian in the leaf: counts are estimated, as in LightGBM. */
  readonly perHessian: number;
  /** What a gain is counted from. */
  readonly floor: number;
}

/** Prepares a question. */
export function settingOf({ rules, unit, directions }: Asked, question: Question): Setting {
  const { total, rows, lowest, highest } = question;
  const bounded = isBounded(rules, directions);
  const all = { question, rules: { ...rules, lowest, highest }, unit, bounded, perHessian: rows / total.hessian };
  const whole = worth(total, unit);
  return { ...all, floor: reward(whole, { ...all, floor: 0 }, rules.lambdaL2) + rules.minGainToSplit };
}

/** Units back into gradients and hessians. */
export function worth(sums: Pair, unit: Pair): Pair {
  return { gradient: sums.gradient * unit.gradient, hessian: sums.hessian * unit.hessian };
}

/** About how many rows have so much hessian: one at least, where there is any. */
export function rowsOf(hessian: number, { perHessian }: Setting): number {
  return hessian > 0 ? Math.max(1, Math.floor(hessian * perHessian + 0.5)) : 0;
}

/** Whether a side, in units, is large enough. */
function isEnough({ hessian }: Pair, setting: Setting): boolean {
  const { rules, unit } = setting;
  return rowsOf(hessian, setting) >= rules.minDataInLeaf && hessian * unit.hessian >= rules.minSumHessianInLeaf;
}

/** Twice the loss that the best value removes: gradient² / (hessian + λ) where nothing is in its way. */
export function reward({ gradient, hessian }: Pair, { bounded, rules }: Setting, lambda: number): number {
  if (!bounded) return (gradient * gradient) / (hessian + (lambda + TINY));
  const value = bestValue({ gradient, hessian }, rules, lambda);
  return -(2 * shrunk(gradient, rules.lambdaL1) * value + (hessian + lambda) * value * value);
}

/** The rewards of both sides together; where nothing is in their way, over one denominator. */
function rewards(left: Pair, right: Pair, { setting, lambda }: { setting: Setting; lambda: number }): number {
  if (setting.bounded) return reward(left, setting, lambda) + reward(right, setting, lambda);
  const below = left.hessian + (lambda + TINY);
  const above = right.hessian + (lambda + TINY);
  return (left.gradient * left.gradient * above + right.gradient * right.gradient * below) / (below * above);
}

/** What dividing a leaf gains, or undefined where a side is too small. Sides come in units. */
export function gainOf(left: Pair, setting: Setting, lambda: number): number | undefined {
  const right = minus(setting.question.total, left);
  if (!isEnough(left, setting) || !isEnough(right, setting)) return undefined;
  return rewards(worth(left, setting.unit), worth(right, setting.unit), { setting, lambda }) - setting.floor;
}

/** What is left of the whole without the part. */
export function minus(whole: Pair, part: Pair): Pair {
  return { gradient: whole.gradient - part.gradient, hessian: whole.hessian - part.hessian };
}

/** The sum of two. */
export function plus(a: Pair, b: Pair): Pair {
  return { gradient: a.gradient + b.gradient, hessian: a.hessian + b.hessian };
}
