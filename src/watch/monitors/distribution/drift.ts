import { formatNumber } from "../../../report/index.ts";
import { nextUp } from "../../seen/bins-of-numbers.ts";
import type { InputLayout } from "../../seen/seen.ts";
import { type Baseline, isCalm, type Looked, lookAt, openBaseline } from "../baseline/baseline.ts";
import { type Lasting, mostLasting } from "../baseline/lasting.ts";
import { betsOf, type Evidence } from "../baseline/readings.ts";
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
  /** Of a number how far its bins are from those of late. */
  readonly apart?: Baseline;
  readonly profile: Profile;
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

export interface Drifted extends Evidence {
  readonly drift: Drift;
  readonly found: Pick<Reading, "value" | "expected" | "unit">;
  /** What a person is told, after the name. */
  readonly says: string;
}

/** Standard deviations from period to period that are thought usual, in those of the values themselves. */
const GUESS = { place: 0.05, shape: 0.08, distance: 0.03 } as const;

const NOTHING_WITHIN: Drift["within"] = { place: noSpread, shape: noSpread };
/** Variance of a distance between 0 and 1 where all of a period is one value, and that another one each time. */
const MOST_APART = 0.1;

/** Holds the bins of a period against what was usual at such a time; undefined where there were no values. */
export function stepDrift(before: Drift | undefined, look: DriftLook): Drifted | undefined {
  return look.layout.kind === "number" ? stepNumbers(before, look) : stepTexts(before, look);
}

function stepNumbers(
  before: Drift | undefined,
  { at, periodMs, layout, bins, reference }: DriftLook,
): Drifted | undefined {
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
  const profile = before?.profile ?? openProfile(bins);
  const far = lookAt(before?.apart ?? openBaseline(periodMs, GUESS.distance), {
    ...{ ...distanceTo(profile, bins, periodMs), at, side: "above", shared: shared * MOST_APART },
  });
  const lookedApart = ofApart(far, 1 - shared);
  const isUsual = [lookedPlace, lookedShape, lookedApart].every(({ baseline }) => isCalm(baseline));
  return {
    drift: {
      ...{ place: lookedPlace.baseline, shape: lookedShape.baseline, apart: lookedApart.baseline },
      profile: isUsual ? learnProfile(profile, bins, periodMs) : profile,
      within: {
        place: learnSpread(within.place, { ...scoreSpread(bins, scores.place), periodMs }),
        shape: learnSpread(within.shape, { ...scoreSpread(bins, scores.width), periodMs }),
      },
    },
    ...evidenceOf(lookedPlace, lookedShape, lookedApart),
    ...saysNumbers(
      { place: lookedPlace, shape: lookedShape, apart: lookedApart },
      { scores, place: place.value, width: width.value, profile, layout, bins },
    ),
  };
}

interface LookedAt {
  readonly place: Looked;
  readonly shape: Looked;
  readonly apart: Looked;
}

interface Shown extends Pick<DriftLook, "layout" | "bins"> {
  readonly scores: RankScores;
  readonly place: number;
  readonly width: number;
  readonly profile: Profile;
}

/** Of the three that which speaks the loudest. */
function saysNumbers({ place, shape, apart }: LookedAt, shown: Shown): Pick<Drifted, "found" | "says"> {
  const most = Math.max(strength(place), strength(shape), strength(apart));
  if (strength(place) === most) return saysPlace(shown.place, place, shown.scores);
  if (strength(shape) === most) return saysWidth(shown.width, shape, shown.scores);
  return saysShares(shown.profile, shown, apart.expected !== null);
}

/** One value that all cases have in common is spread nowhere: only as far as cases lie apart does their spread say anything. */
function ofApart(looked: Looked, apart: number): Looked {
  if (apart === 1) return looked;
  const { evidence, lasting, day, dayLasting } = looked;
  return {
    ...looked,
    evidence: staked(evidence, apart),
    ...(lasting === undefined ? {} : { lasting: stakedLasting(lasting, apart) }),
    ...(day === undefined ? {} : { day: staked(day, apart) }),
    ...(dayLasting === undefined ? {} : { dayLasting: stakedLasting(dayLasting, apart) }),
  };
}

function stakedLasting({ up, down }: Lasting, part: number): Lasting {
  return {
    ...(up === undefined ? {} : { up: staked(up, part) }),
    ...(down === undefined ? {} : { down: staked(down, part) }),
  };
}

const strength = ({ evidence, day = 0, baseline: { moves, dayMoves } }: Looked): number =>
  Math.max(evidence, day, mostLasting(moves, dayMoves));

function evidenceOf(...looked: readonly Looked[]): Evidence {
  const evidence = either(...looked.map((one) => one.evidence));
  const bets = betsOf(...looked.map(({ lasting }) => lasting));
  const days = looked.flatMap(({ day }) => day ?? []);
  if (days.length < looked.length) return { evidence, bets };
  return { evidence, bets, day: either(...days), dayBets: betsOf(...looked.map(({ dayLasting }) => dayLasting)) };
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
  const distance = distanceTo(profile, of.bins, periodMs);
  const lookedPlace = lookAt(before?.place ?? openBaseline(periodMs, GUESS.place), { ...place, at, shared });
  const lookedShape = lookAt(before?.shape ?? openBaseline(periodMs, GUESS.distance), {
    ...{ ...distance, at, side: "above", shared: shared * MOST_APART },
  });
  const isUsual = isCalm(lookedShape.baseline) && isCalm(lookedPlace.baseline);
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
  const unit = "share";
  if (!isKnown) return { found: { value: share, expected: null, unit }, says: LEARNING };
  const says = `has other values than usual: ${wordBin(layout, bin)} ${formatNumber(share, "percent")} of it, ${formatNumber(usual, "percent")} was usual`;
  return { found: { value: share, expected: [usual, usual], unit }, says };
}

function wordBin(layout: InputLayout, bin: number): string {
  if (layout.kind === "text") {
    const name = layout.values[bin];
    return name === undefined ? "values without a bin of their own are" : `"${name}" is`;
  }
  const [from, to] = [layout.edges[bin - 1], layout.edges[bin]];
  if (from === undefined) return to === undefined ? "any number is" : `less than ${formatNumber(to)} is`;
  if (to === undefined) return `${formatNumber(from)} or more is`;
  return nextUp(from) === to ? `${formatNumber(from)} is` : `${formatNumber(from)} to ${formatNumber(to)} is`;
}
