import type { Pair } from "../engine.ts";
import { gainOf, plus, rowsOf, type Setting, worth } from "./rules.ts";
import { type Candidate, cellAt, isEmpty, type Split } from "./scan-numbers.ts";

interface Level {
  readonly bin: number;
  readonly sums: Pair;
}

/**
 * The best set of levels. A feature of few levels: each against the rest. Of more: levels sorted by smoothed mean gradient, where the
 * best of all sets is a prefix (Fisher, 1958), taken from either end and at most `maxCatThreshold` long, under the
 * stronger `catL2`; as in LightGBM (Ke et al., 2017). A level with fewer than `catSmooth` rows here is not ranked and goes
 * with the rest: its mean is noise, and among many such levels noise would choose. Missing is a level like any other.
 */
export function scanLevels(candidate: Candidate, setting: Setting): Split | undefined {
  const { rules } = setting;
  const present = presentLevels(candidate);
  if (present.length < 2) return undefined;
  if (candidate.histogram.length / 2 - 1 <= rules.maxCatToOnehot) {
    const singles = present.map((level) => [level]);
    return bestOf(singles, candidate, { setting, lambda: rules.lambdaL2 });
  }
  const ranked = rank(present, setting);
  const sets = [...prefixes(ranked, setting), ...prefixes(ranked.toReversed(), setting)];
  return bestOf(sets, candidate, { setting, lambda: rules.lambdaL2 + rules.catL2 });
}

function presentLevels({ histogram }: Candidate): Level[] {
  const levels: Level[] = [];
  for (let bin = 0; bin * 2 < histogram.length; bin++) {
    const sums = cellAt(histogram, bin);
    if (!isEmpty(sums)) levels.push({ bin, sums });
  }
  return levels;
}

function rank(present: readonly Level[], setting: Setting): readonly Level[] {
  const { catSmooth } = setting.rules;
  const smoothed = ({ sums }: Level): number => {
    const { gradient, hessian } = worth(sums, setting.unit);
    return gradient / (hessian + catSmooth);
  };
  return present
    .filter(({ sums }) => rowsOf(sums.hessian, setting) >= catSmooth)
    .toSorted((a, b) => smoothed(a) - smoothed(b) || a.bin - b.bin);
}

/**
 * Growing sets from one end. A step shorter than `minDataPerGroup` rows is joined with the next, or noise would choose; what is
 * left must have as many.
 */
function prefixes(ranked: readonly Level[], setting: Setting): Level[][] {
  const { maxCatThreshold, minDataPerGroup } = setting.rules;
  const longest = Math.min(maxCatThreshold, (ranked.length + 1) >> 1);
  const sets: Level[][] = [];
  const { total } = setting.question;
  let group = 0;
  let hessian = 0;
  for (let length = 1; length <= longest; length++) {
    const own = (ranked[length - 1] as Level).sums.hessian;
    hessian += own;
    group += rowsOf(own, setting);
    if (group < minDataPerGroup) continue;
    if (rowsOf(total.hessian - hessian, setting) < minDataPerGroup) break;
    sets.push(ranked.slice(0, length));
    group = 0;
  }
  return sets;
}

function bestOf(
  sets: readonly (readonly Level[])[],
  { histogram }: Candidate,
  { setting, lambda }: { readonly setting: Setting; readonly lambda: number },
): Split | undefined {
  let best: { readonly set: readonly Level[]; readonly left: Pair; readonly gain: number } | undefined;
  for (const set of sets) {
    const left = set.map(({ sums }) => sums).reduce(plus);
    const gain = gainOf(left, setting, lambda);
    if (gain !== undefined && gain > (best?.gain ?? 0)) best = { set, left, gain };
  }
  if (best === undefined) return undefined;
  const named = best.set.map(({ bin }) => bin);
  const isLarger = rowsOf(best.left.hessian, setting) * 2 >= setting.question.rows;
  const missingLeft = isEmpty(cellAt(histogram, 0)) ? isLarger : named.includes(0);
  const inside = missingLeft ? [...named, ...absentBins(histogram)] : named;
  return { gain: best.gain, left: best.left, lastLeft: 0, missingLeft, inside };
}

/** Bins that the leaf does not hold go where missing values go. */
function absentBins(histogram: Int32Array): readonly number[] {
  const bins = Array.from({ length: histogram.length / 2 }, (_, bin) => bin);
  return bins.filter((bin) => isEmpty(cellAt(histogram, bin)));
}
