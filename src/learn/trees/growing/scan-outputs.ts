import type { Pair, Question } from "../engine.ts";
import { ofFeature } from "../reference/histogram.ts";
import type { GrowSpace } from "./grow-space.ts";
import type { Split } from "./leaf.ts";

/** A leaf of a tree that serves several outputs. */
export interface Scanned {
  readonly question: Question;
  /** Histograms, one per output. */
  readonly of: readonly Int32Array[];
  readonly total: readonly Pair[];
  readonly units: readonly Pair[];
}

const TINY = 1e-15;

/** Sums over the outputs of one side of a split, as numbers that hold units. */
interface Side {
  readonly gradients: Float64Array;
  readonly hessians: Float64Array;
}

interface Found {
  gain: number;
  split: Split | undefined;
}

/**
 * The best split of a tree that serves all outputs: the gain is the sum of theirs. Levels are tried in order of their mean
 * gradient over all outputs. Rows are estimated from the sum of all hessians.
 */
export function scanOutputs({ data, rules }: GrowSpace, scanned: Scanned): Split | undefined {
  const found: Found = { gain: 0, split: undefined };
  const judge = judgeFor(rules, scanned);
  for (let feature = 0; feature < data.features.length; feature++) {
    if (scanned.question.allowed !== undefined && scanned.question.allowed[feature] !== 1) continue;
    const parts = scanned.of.map((histogram) => ofFeature(data, histogram, feature));
    const isNumber = (data.shapes[feature * 2] as number) > 0;
    const bins = (parts[0] as Int32Array).length / 2;
    const order = isNumber ? numbersUpTo(bins) : byMeanGradient(parts, scanned.units);
    tryPrefixes({ feature, isNumber, order, parts }, judge, found);
  }
  return found.split;
}

interface Trial {
  readonly feature: number;
  readonly isNumber: boolean;
  /** Bins in the order in which they move to the left. Numbers: the missing one is tried on both sides. */
  readonly order: readonly number[];
  readonly parts: readonly Int32Array[];
}

function numbersUpTo(bins: number): readonly number[] {
  return Array.from({ length: bins - 1 }, (_, i) => i + 1);
}

function byMeanGradient(parts: readonly Int32Array[], units: readonly Pair[]): readonly number[] {
  const bins = Array.from({ length: (parts[0] as Int32Array).length / 2 }, (_, bin) => bin);
  const means = bins.map((bin) => {
    let [gradient, hessian] = [0, 0];
    parts.forEach((part, k) => {
      hessian += (part[bin * 2] as number) * (units[k] as Pair).hessian;
      gradient += (part[bin * 2 + 1] as number) * (units[k] as Pair).gradient;
    });
    return { bin, mean: gradient / (hessian + TINY), isPresent: hessian > 0 };
  });
  return means
    .filter(({ isPresent }) => isPresent)
    .sort((a, b) => a.mean - b.mean || a.bin - b.bin)
    .map(({ bin }) => bin);
}

function tryPrefixes(trial: Trial, judge: Judge, found: Found): void {
  const { isNumber, order, parts } = trial;
  const hasMissing = isNumber && parts.some((part) => part[0] !== 0 || part[1] !== 0);
  const missing = emptySide(parts.length);
  if (hasMissing) move(missing, parts, 0);
  const seen = emptySide(parts.length);
  const last = hasMissing ? order.length : order.length - 1;
  for (let length = 1; length <= last; length++) {
    move(seen, parts, order[length - 1] as number);
    tryOne(trial, { length, side: seen, missingLeft: hasMissing ? false : undefined }, { judge, found });
    if (hasMissing) tryOne(trial, { length, side: together(seen, missing), missingLeft: true }, { judge, found });
  }
}

interface Attempt {
  /** So many bins of the order are on the left. */
  readonly length: number;
  readonly side: Side;
  /** Undefined: the leaf has no missing values. */
  readonly missingLeft: boolean | undefined;
}

function tryOne(
  { feature, isNumber, order }: Trial,
  { length, side, missingLeft }: Attempt,
  { judge, found }: { readonly judge: Judge; readonly found: Found },
): void {
  const { gain, isLarger } = judge(side);
  if (gain <= found.gain) return;
  found.gain = gain;
  const left = Array.from(side.gradients, (gradient, k) => ({ gradient, hessian: side.hessians[k] as number }));
  const lastLeft = isNumber ? (order[length - 1] as number) : 0;
  const where = isNumber ? { missingLeft: missingLeft ?? isLarger, set: undefined } : setOf(order, length);
  found.split = { feature, gain, left, lastLeft, ...where };
}

function together(a: Side, b: Side): Side {
  const add = (x: Float64Array, y: Float64Array): Float64Array => x.map((value, k) => value + (y[k] as number));
  return { gradients: add(a.gradients, b.gradients), hessians: add(a.hessians, b.hessians) };
}

function setOf(order: readonly number[], length: number): Pick<Split, "missingLeft" | "set"> {
  const set = new Int32Array(8);
  for (const bin of order.slice(0, length)) set[bin >> 5] = (set[bin >> 5] as number) | (1 << (bin & 31));
  return { missingLeft: ((set[0] as number) & 1) === 1, set };
}

function emptySide(outputs: number): Side {
  return { gradients: new Float64Array(outputs), hessians: new Float64Array(outputs) };
}

function move({ gradients, hessians }: Side, parts: readonly Int32Array[], bin: number): void {
  for (let k = 0; k < parts.length; k++) {
    const part = parts[k] as Int32Array;
    hessians[k] = (hessians[k] as number) + (part[bin * 2] as number);
    gradients[k] = (gradients[k] as number) + (part[bin * 2 + 1] as number);
  }
}

type Judge = (left: Side) => { readonly gain: number; readonly isLarger: boolean };

function judgeFor(rules: GrowSpace["rules"], { total, units, question }: Scanned): Judge {
  const { lambdaL2, minDataInLeaf, minSumHessianInLeaf, minGainToSplit } = rules;
  const worthOf = (hessians: ArrayLike<number>): number => {
    let sum = 0;
    for (let k = 0; k < units.length; k++) sum += (hessians[k] as number) * (units[k] as Pair).hessian;
    return sum;
  };
  const reward = (gradient: number, hessian: number, { gradient: g, hessian: h }: Pair): number =>
    (gradient * g) ** 2 / (hessian * h + (lambdaL2 + TINY));
  const whole = worthOf(total.map(({ hessian }) => hessian));
  const rowsOf = (share: number): number => (share > 0 ? Math.max(1, Math.round(share * (question.rows / whole))) : 0);
  const isEnough = (share: number): boolean => rowsOf(share) >= minDataInLeaf && share >= minSumHessianInLeaf;
  const floor = total.reduce((sum, { gradient, hessian }, k) => sum + reward(gradient, hessian, units[k] as Pair), 0);
  return ({ gradients, hessians }) => {
    const share = worthOf(hessians);
    const isLarger = rowsOf(share) * 2 >= question.rows;
    if (!isEnough(share) || !isEnough(whole - share)) return { gain: 0, isLarger };
    let sum = -floor - minGainToSplit;
    for (let k = 0; k < units.length; k++) {
      const [unit, all] = [units[k] as Pair, total[k] as Pair];
      const [gradient, hessian] = [gradients[k] as number, hessians[k] as number];
      sum += reward(gradient, hessian, unit) + reward(all.gradient - gradient, all.hessian - hessian, unit);
    }
    return { gain: sum, isLarger };
  };
}
