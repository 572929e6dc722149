import type { OutputSeen } from "../../seen/seen.ts";
import type { Measure } from "../evidence/measures.ts";
import { measureShare } from "../evidence/measures.ts";

/** The share of scores in the fullest bin, of bins that the reference fills: a spike is one that takes most of them. */
export function peakOf({ bins, numbers }: OutputSeen): Measure | undefined {
  return measureShare(Math.max(0, ...bins), numbers.n);
}

/** The logarithm of the standard deviation of scores; of equal scores that of the least that counts as a difference. */
export function widthOf({ numbers: { n, m2, mean } }: OutputSeen): Measure | undefined {
  if (n < 2) return undefined;
  const least = 1e-6 * Math.max(1e-6, Math.abs(mean));
  return { value: 0.5 * Math.log(m2 / (n - 1) + least * least), variance: 2 / n };
}

/**
 * How much the shares of neighbouring bins jump up and down beside each other, relative to the reference's, less what chance
 * makes of it: second differences, which a distribution that is smooth there hardly has.
 */
export function raggednessOf({ bins, numbers: { n } }: OutputSeen, reference: readonly number[]): Measure | undefined {
  const total = reference.reduce((sum, count) => sum + count, 0);
  if (n === 0 || total === 0) return undefined;
  const used = reference.flatMap((count, bin) =>
    count > 0 ? [{ share: count / total, now: (bins[bin] ?? 0) / n }] : [],
  );
  if (used.length < 4) return undefined;
  const roots = used.map(({ share, now }) => Math.sqrt(now / share));
  const jumps = roots.slice(1, -1).map((root, i) => (roots[i] ?? 0) - 2 * root + (roots[i + 2] ?? 0));
  const square = jumps.reduce((sum, jump) => sum + jump * jump, 0) / jumps.length;
  // A square root of a count varies by a quarter: each second difference by 6 quarters, over the bin's share.
  const byChance = used.reduce((sum, { share }) => sum + 6 / (4 * n * share), 0) / used.length;
  return { value: Math.sqrt(square) - Math.sqrt(byChance), variance: byChance / (2 * jumps.length) };
}
