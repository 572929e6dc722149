import type { Totals } from "./histogram.ts";
import { type Candidate, reward, type Split, type SplitRules } from "./split.ts";

/** A pass over one feature's bins: what lies left so far, and the best cut seen. */
interface Scan {
  readonly totals: Totals;
  readonly rules: SplitRules;
  /** What a gain is counted from. */
  readonly floor: number;
  gradient: number;
  hessian: number;
  count: number;
  gain: number;
  lastLeft: number;
  missingLeft: boolean;
  left: Totals;
}

const NOTHING: Totals = Object.freeze({ gradient: 0, hessian: 0, count: 0 });

/**
 * The best threshold of a number: one pass over the bins, with the missing values tried on both sides. "All present
 * values left, missing ones right" is a threshold too. Undefined when none gains more than `atLeast`.
 */
export function splitNumbers(candidate: Candidate, rules: SplitRules, atLeast: number): Split | undefined {
  const { bins, offset, histogram, totals, feature } = candidate;
  const { sums, counts } = histogram;
  const missing = missingOf(candidate);
  const floor = reward(totals.gradient, totals.hessian, rules.lambdaL2) + rules.minGainToSplit;
  const start = { ...NOTHING, gain: atLeast, lastLeft: -1, missingLeft: false, left: NOTHING };
  const scan: Scan = { totals, rules, floor, ...start };
  const last = missing.count > 0 ? bins.count - 1 : bins.count - 2;
  for (let bin = 1; bin <= last; bin++) {
    const cell = offset + bin;
    if (counts[cell] === 0) continue;
    scan.gradient += sums[cell * 2] as number;
    scan.hessian += sums[cell * 2 + 1] as number;
    scan.count += counts[cell] as number;
    tryCut(scan, bin, NOTHING);
    if (missing.count > 0) tryCut(scan, bin, missing);
  }
  const { gain, lastLeft, left } = scan;
  if (lastLeft < 0) return undefined;
  const missingLeft = missing.count > 0 ? scan.missingLeft : left.count * 2 >= totals.count;
  return { feature, gain, left, lastLeft, inside: [], missingLeft };
}

function missingOf({ histogram, offset }: Candidate): Totals {
  const count = histogram.counts[offset] as number;
  if (count === 0) return NOTHING;
  return { gradient: histogram.sums[offset * 2] as number, hessian: histogram.sums[offset * 2 + 1] as number, count };
}

/** Tries the cut after `bin`, with `missing` on the left besides what the scan has passed. */
function tryCut(scan: Scan, bin: number, missing: Totals): void {
  const { totals, rules } = scan;
  const count = scan.count + missing.count;
  if (count < rules.minDataInLeaf || totals.count - count < rules.minDataInLeaf) return;
  const hessian = scan.hessian + missing.hessian;
  const rightHessian = totals.hessian - hessian;
  if (hessian < rules.minSumHessianInLeaf || rightHessian < rules.minSumHessianInLeaf) return;
  const gradient = scan.gradient + missing.gradient;
  const right = reward(totals.gradient - gradient, rightHessian, rules.lambdaL2);
  const gain = reward(gradient, hessian, rules.lambdaL2) + right - scan.floor;
  if (gain <= scan.gain) return;
  scan.gain = gain;
  scan.lastLeft = bin;
  scan.missingLeft = missing !== NOTHING;
  scan.left = { gradient, hessian, count };
}
