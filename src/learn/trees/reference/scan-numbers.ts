import type { Pair } from "../engine.ts";
import { scramble } from "../scramble.ts";
import { bestValue, gainOf, minus, plus, rowsOf, type Setting, worth } from "./rules.ts";

/** The best way to divide a leaf by one feature. */
export interface Split {
  readonly gain: number;
  readonly left: Pair;
  /** Numbers: the last bin that goes left. Levels: 0. */
  readonly lastLeft: number;
  readonly missingLeft: boolean;
  /** Levels: the bins that go left. */
  readonly inside: readonly number[];
}

/** One feature of a leaf: its part of the histogram, and whether its effect must rise (1) or fall (-1). */
export interface Candidate {
  readonly feature: number;
  readonly histogram: Int32Array;
  readonly direction: number;
}

const NOTHING: Pair = Object.freeze({ gradient: 0, hessian: 0 });

/** A histogram's cell. */
export function cellAt(histogram: Int32Array, bin: number): Pair {
  return { gradient: histogram[bin * 2 + 1] as number, hessian: histogram[bin * 2] as number };
}

/** Whether no row that counts is in a bin. */
export function isEmpty({ gradient, hessian }: Pair): boolean {
  return gradient === 0 && hessian === 0;
}

/**
 * The best threshold of a number: one pass over the bins, with the missing values tried on both sides. "All present
 * values left, missing ones right" is a threshold too. The first of equals wins.
 */
export function scanNumbers(candidate: Candidate, setting: Setting): Split | undefined {
  const { histogram } = candidate;
  const missing = cellAt(histogram, 0);
  const last = histogram.length / 2 - (isEmpty(missing) ? 2 : 1);
  const isTried = cutsToTry(candidate, setting, last);
  let seen = NOTHING;
  let best: Split | undefined;
  for (let bin = 1; bin <= last; bin++) {
    seen = plus(seen, cellAt(histogram, bin));
    if (!isTried(bin)) continue;
    for (const left of isEmpty(missing) ? [seen] : [seen, plus(seen, missing)]) {
      const isLarger = rowsOf(left.hessian, setting) * 2 >= setting.question.rows;
      const missingLeft = isEmpty(missing) ? isLarger : left !== seen;
      best = better(best, { left, lastLeft: bin, missingLeft, inside: [] }, { candidate, setting });
    }
  }
  return best;
}

/** A split when it is allowed and gains more than the best so far; else the best so far. */
function better(
  best: Split | undefined,
  split: Omit<Split, "gain">,
  { candidate, setting }: { readonly candidate: Candidate; readonly setting: Setting },
): Split | undefined {
  const gain = gainOf(split.left, setting, setting.rules.lambdaL2) ?? 0;
  return gain > (best?.gain ?? 0) && isMonotone(candidate, split.left, setting) ? { ...split, gain } : best;
}

/** All cuts after a bin that is not empty; or, for extra trees, the one that was drawn. */
function cutsToTry({ histogram, feature }: Candidate, { question }: Setting, last: number): (bin: number) => boolean {
  if (question.salt === 0) return (bin) => !isEmpty(cellAt(histogram, bin));
  const only = onlyCut(question.salt, feature, last);
  return (bin) => bin === only;
}

/** The random cut of extra trees (Geurts et al., 2006): a bin from 1 up to `last`. */
function onlyCut(salt: number, feature: number, last: number): number {
  return last < 1 ? 0 : 1 + (scramble(salt ^ feature) % last);
}

function isMonotone({ direction }: Candidate, left: Pair, { rules, unit, question }: Setting): boolean {
  if (direction === 0) return true;
  const low = bestValue(worth(left, unit), rules, rules.lambdaL2);
  const high = bestValue(worth(minus(question.total, left), unit), rules, rules.lambdaL2);
  return direction > 0 ? low <= high : low >= high;
}
