import type { Totals } from "./histogram.ts";
import { type Candidate, isAllowed, reward, type Split, type SplitRules } from "./split.ts";

interface Level extends Totals {
  readonly bin: number;
}

/**
 * The best set of levels. Few levels: each against the rest. More: levels sorted by smoothed mean gradient, where the
 * best of all sets is a prefix (Fisher, 1958), taken from either end and at most `maxCatThreshold` long, under the
 * stronger `catL2`; as in LightGBM (Ke et al., 2017). A level with fewer than `catSmooth` rows here is not ranked and goes
 * with the rest: its mean is noise, and among many such levels noise would choose. Missing is a level like any other.
 */
export function splitLevels(candidate: Candidate, rules: SplitRules, atLeast: number): Split | undefined {
  const present = presentLevels(candidate);
  if (present.length < 2) return undefined;
  if (present.length <= rules.maxCatToOnehot) {
    const singles = present.map((level) => [level]);
    return bestOf(singles, candidate, { rules, lambda: rules.lambdaL2, atLeast });
  }
  const smoothed = ({ gradient, hessian }: Level): number => gradient / (hessian + rules.catSmooth);
  const ranked = present
    .filter(({ count }) => count >= rules.catSmooth)
    .toSorted((a, b) => smoothed(a) - smoothed(b) || a.bin - b.bin);
  const lambda = rules.lambdaL2 + rules.catL2;
  const sets = [...prefixes(ranked, rules), ...prefixes(ranked.toReversed(), rules)];
  return bestOf(sets, candidate, { rules, lambda, atLeast });
}

function presentLevels({ bins, offset, histogram }: Candidate): Level[] {
  const { sums, counts } = histogram;
  const levels: Level[] = [];
  for (let bin = 0; bin < bins.count; bin++) {
    const cell = offset + bin;
    const count = counts[cell] as number;
    if (count === 0) continue;
    levels.push({ bin, count, gradient: sums[cell * 2] as number, hessian: sums[cell * 2 + 1] as number });
  }
  return levels;
}

/** Growing sets from one end. A step shorter than `minDataPerGroup` rows is joined with the next, or noise would choose. */
function prefixes(ranked: readonly Level[], rules: SplitRules): Level[][] {
  const longest = Math.min(rules.maxCatThreshold, (ranked.length + 1) >> 1);
  const sets: Level[][] = [];
  let group = 0;
  for (let length = 1; length <= longest; length++) {
    group += (ranked[length - 1] as Level).count;
    if (group < rules.minDataPerGroup) continue;
    sets.push(ranked.slice(0, length));
    group = 0;
  }
  return sets;
}

interface Setting {
  readonly rules: SplitRules;
  readonly lambda: number;
  readonly atLeast: number;
}

function bestOf(sets: readonly Level[][], candidate: Candidate, setting: Setting): Split | undefined {
  const { totals, feature } = candidate;
  const { rules, lambda, atLeast } = setting;
  const floor = reward(totals.gradient, totals.hessian, rules.lambdaL2) + rules.minGainToSplit;
  let best: { set: readonly Level[]; left: Totals; gain: number } | undefined;
  for (const set of sets) {
    const left = sumOf(set);
    if (!isAllowed(left, totals, rules)) continue;
    const right = reward(totals.gradient - left.gradient, totals.hessian - left.hessian, lambda);
    const gain = reward(left.gradient, left.hessian, lambda) + right - floor;
    if (gain > (best?.gain ?? atLeast)) best = { set, left, gain };
  }
  if (best === undefined) return undefined;
  const inside = best.set.map(({ bin }) => bin);
  const missingLeft =
    (candidate.histogram.counts[candidate.offset] as number) > 0 ? inside.includes(0) : isLarger(best.left, totals);
  return { feature, gain: best.gain, left: best.left, lastLeft: 0, inside, missingLeft };
}

function isLarger(left: Totals, totals: Totals): boolean {
  return left.count * 2 >= totals.count;
}

function sumOf(levels: readonly Level[]): Totals {
  let gradient = 0;
  let hessian = 0;
  let count = 0;
  for (const level of levels) {
    gradient += level.gradient;
    hessian += level.hessian;
    count += level.count;
  }
  return { gradient, hessian, count };
}
