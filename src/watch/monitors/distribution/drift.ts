import { formatNumber } from "../../../report/index.ts";
import type { InputLayout } from "../../seen/seen.ts";
import { type Baseline, type Looked, lookAt, openBaseline } from "../baseline/baseline.ts";
import { either, staked } from "../evidence/combine.ts";
import { type CaseSpread, learnSpread, noSpread } from "../followed/case-spread.ts";
import type { Reading } from "../monitor.ts";
import { commonness, meanScore, type RankScores, rankScores, scoreSpread } from "./bin-scores.ts";
import { distanceTo, learnProfile, openProfile, type Profile } from "./profile.ts";
import { sharedVariance } from "./shared.ts";

/** What is usual of one distribution: two numbers of it and, where its values have no order, their shares. Plain data. */
export interface Drift {
  /** Of a number where it lies, of a text how common its values are. */
  readonly place: Baseline;
  /** Of a number how wide it is spread, of a text how far its shares are from those of late. */
  readonly shape: Baseline;
  readonly profile?: Profile;
  /** How far the values of one period differ from each other, in either of the two. */
  readonly within: { readonly place: CaseSpread; readonly shape: CaseSpread };
}

/** One period of a distribution, in bins. */
export interface DriftLook {
  readonly at: number;
  readonly periodMs: number;
  readonly layout: InputLayout;
  readonly bins: readonly number[];
  readonly reference: readonly number[];
}

export interface Drifted {
  readonly drift: Drift;
  readonly evidence: number;
  readonly day?: number;
  readonly found: Pick<Reading, "value" | "expected" | "unit">;
  /** What a person is told, after the name. */
  readonly says: string;
}

/** Standard deviations from hour to hour that are thought usual, in those of the values themselves. */
const GUESS = { place: 0.05, shape: 0.08, distance: 0.03 } as const;

const NOTHING_WITHIN: Drift["within"] = { place: noSpread, shape: noSpread };
/** Variance of a distance between 0 and 1 where all of a period is one value, and that another one each time. */
const MOST_APART = 0.1;

/** Holds the bins of a period against what was usual at such a time; undefined where there were no values. */
export function stepDrift(before: Drift | undefined, look: DriftLook): Drifted | undefined {
  return look.layout.kind === "number" ? stepNumbers(before, look) : stepTexts(before, look);
}

function stepNumbers(before: Drift | undefined, { at, periodMs, bins, reference }: DriftLook): Drifted | undefined {
  const scores = rankScores(reference);
  if (scores === undefined) return undefined;
  const [place, width] = [meanScore(bins, scores.place), meanScore(bins, scores.width)];
  if (place === undefined || width === undefined) return undefined;
  const within = before?.within ?? NOTHING_WITHIN;
  const shared = sharedVariance(within.place);
  const lookedPlace = lookAt(before?.place ?? openBaseline(periodMs, GUESS.place), { ...place, at, shared });
  const wide = lookAt(before?.shape ?? openBaseline(periodMs, GUESS.shape), {
    ...{ ...width, at, shared: sharedVariance(within.shape) },
  });
  const lookedShape = ofApart(wide, 1 - shared);
  const isShape = strength(lookedShape) > strength(lookedPlace);
  return {
    drift: {
      ...{ place: lookedPlace.baseline, shape: lookedShape.baseline },
      within: {
        place: learnSpread(within.place, { ...scoreSpread(bins, scores.place), periodMs }),
        shape: learnSpread(within.shape, { ...scoreSpread(bins, scores.width), periodMs }),
      },
    },
    ...evidenceOf(lookedPlace, lookedShape),
    ...(isShape ? saysWidth(width.value, lookedShape, scores) : saysPlace(place.value, lookedPlace, scores)),
  };
}

/** One value that all cases have in common is spread nowhere: only as far as cases lie apart does their spread say anything. */
function ofApart(looked: Looked, apart: number): Looked {
  const evidence = staked(looked.evidence, apart);
  return looked.day === undefined ? { ...looked, evidence } : { ...looked, evidence, day: staked(looked.day, apart) };
}

const strength = ({ evidence, day = 0 }: Looked): number => Math.max(evidence, day);

function evidenceOf(a: Looked, b: Looked): Pick<Drifted, "evidence" | "day"> {
  const evidence = either(a.evidence, b.evidence);
  return a.day === undefined || b.day === undefined ? { evidence } : { evidence, day: either(a.day, b.day) };
}

const LEARNING = "what is usual of it is still being learned";

function saysPlace(mean: number, { expected }: Looked, { rankOf }: RankScores): Pick<Drifted, "found" | "says"> {
  const middle = rank(rankOf(mean));
  const unit = "rank in the training data, of 100";
  if (expected === null) return { found: { value: middle, expected: null, unit }, says: LEARNING };
  const usual = [rank(rankOf(expected.low)), rank(rankOf(expected.high))] as const;
  const says = `lies at rank ${formatNumber(middle)} of 100 of the training data on average; ${formatNumber(usual[0])} to ${formatNumber(usual[1])} is usual at this time`;
  return { found: { value: middle, expected: usual, unit }, says };
}

const rank = (share: number): number => Math.round(1000 * Math.min(1, Math.max(0, share))) / 10;

function saysWidth(mean: number, { expected }: Looked, { widthOf }: RankScores): Pick<Drifted, "found" | "says"> {
  const width = Number(widthOf(mean).toPrecision(3));
  const unit = "times the spread of the training data";
  if (expected === null) return { found: { value: width, expected: null, unit }, says: LEARNING };
  const usual = [widthOf(expected.low), widthOf(expected.high)] as const;
  const says = `is spread ${formatNumber(width)} times as wide as in the training data; ${formatNumber(usual[0])} to ${formatNumber(usual[1])} is usual at this time`;
  return { found: { value: width, expected: usual, unit }, says };
}

function stepTexts(before: Drift | undefined, { at, periodMs, ...of }: DriftLook): Drifted | undefined {
  const scores = commonness(of.reference);
  const place = scores === undefined ? undefined : meanScore(of.bins, scores);
  if (scores === undefined || place === undefined) return undefined;
  const within = before?.within.place ?? noSpread;
  const shared = sharedVariance(within);
  const profile = before?.profile ?? openProfile(of.bins);
  const distance = distanceTo(profile, of.bins);
  const lookedPlace = lookAt(before?.place ?? openBaseline(periodMs, GUESS.place), { ...place, at, shared });
  const lookedShape = lookAt(before?.shape ?? openBaseline(periodMs, GUESS.distance), {
    ...{ ...distance, at, side: "above", shared: shared * MOST_APART },
  });
  const isUsual = lookedShape.baseline.suspicion < 2 && lookedPlace.baseline.suspicion < 2;
  return {
    drift: {
      place: lookedPlace.baseline,
      shape: lookedShape.baseline,
      within: { place: learnSpread(within, { ...scoreSpread(of.bins, scores), periodMs }), shape: noSpread },
      profile: isUsual ? learnProfile(profile, of.bins, periodMs) : profile,
    },
    ...evidenceOf(lookedPlace, lookedShape),
    ...saysShares(profile, of, lookedShape.expected !== null),
  };
}

function saysShares(
  profile: Profile,
  { layout, bins }: Pick<DriftLook, "layout" | "bins">,
  isKnown: boolean,
): Pick<Drifted, "found" | "says"> {
  const n = bins.reduce((sum, count) => sum + count, 0);
  const gaps = bins.map((count, bin) => Math.abs(count / n - (profile.shares[bin] ?? 0)));
  const bin = gaps.indexOf(Math.max(...gaps));
  const [share, usual] = [(bins[bin] ?? 0) / n, profile.shares[bin] ?? 0];
  const name = layout.kind === "text" ? layout.values[bin] : undefined;
  const unit = "share";
  if (!isKnown) return { found: { value: share, expected: null, unit }, says: LEARNING };
  const what = name === undefined ? "values without a bin of their own are" : `"${name}" is`;
  const says = `has other values than usual: ${what} ${formatNumber(share, "percent")} of it, ${formatNumber(usual, "percent")} was usual`;
  return { found: { value: share, expected: [usual, usual], unit }, says };
}
