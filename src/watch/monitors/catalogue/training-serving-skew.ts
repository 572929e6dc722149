import { formatNumber } from "../../../report/index.ts";
import { type Moments, noMoments } from "../../../stats/index.ts";
import type { InputLayout, Seen } from "../../seen/seen.ts";
import { meanScore, rankScores, scoreSpread } from "../distribution/bin-scores.ts";
import { distanceTo, openProfile, plainDistance } from "../distribution/profile.ts";
import { sharedVariance } from "../distribution/shared.ts";
import type { Measure } from "../evidence/measures.ts";
import { unlikeEvidence } from "../evidence/unlike.ts";
import { type CaseSpread, learnSpread, noSpread } from "../followed/case-spread.ts";
import { type ByPart, inputsIn, stepEach } from "../inputs/inputs.ts";
import { outputsIn } from "../inputs/outputs.ts";
import {
  type About,
  defineMonitor,
  type Monitor,
  type MonitorContext,
  type MonitorStep,
  type Reading,
} from "../monitor.ts";

const DAY = 86_400_000;
const WEEK = 7 * DAY;

/** What was seen of an input over about a week, and how much of the week that covers. */
interface Pool {
  readonly bins: readonly number[];
  readonly coveredMs: number;
  /** How far values of one period differ from each other where the variance of the training data is 1: of numbers, and of their ranks. */
  readonly within: { readonly numbers: CaseSpread; readonly ranks: CaseSpread };
}

/**
 * Inputs and outputs that lie elsewhere in serving than in training, by more than seasons explain: half a standard deviation in
 * rank, or a quarter of the largest distance between shares. Weeks are compared: on its first day a system has seen only one weekday.
 */
export const trainingServingSkew: Monitor<Record<never, never>, ByPart<Pool>> = defineMonitor({
  about: "an input or output that differs between training and serving",
  kinds: ["input.unlike-training", "score.unlike-training"],
  params: {},
  restartsWithReference: true,
  start: (): ByPart<Pool> => ({}),
  step: (state, period, { context }) =>
    stepEach(state, partsIn(context, period), (part, before) => stepPart(part, before, context.periodMs)),
});

interface Counted {
  readonly bins: readonly number[];
  readonly numbers?: Moments;
}

interface Part {
  readonly about: About;
  readonly layout: InputLayout;
  readonly seen: Counted;
  readonly reference: Counted;
  readonly reach: number;
}

function partsIn(context: MonitorContext, period: Seen): readonly Part[] {
  const outputs = outputsIn(context, period).flatMap(({ reference, ...rest }) =>
    reference === undefined ? [] : [{ ...rest, reference }],
  );
  return [...inputsIn(context, period), ...outputs];
}

function stepPart(
  { about, layout, seen, reference, reach }: Part,
  before: Pool | undefined,
  periodMs: number,
): MonitorStep<Pool> | undefined {
  const pool = pooled(before, seen, { reference, periodMs });
  const gap = gapOf(layout, pool, reference.bins);
  if (gap === undefined) return { state: pool, readings: [] };
  const { measure, tolerated, guess, says, shown } = gap;
  const tolerance = (tolerated * WEEK) / Math.min(WEEK, pool.coveredMs);
  const evidence = unlikeEvidence(measure, { expected: 0, tolerance, guess });
  const kind = about.part === "head" || about.part === "score" ? "score.unlike-training" : "input.unlike-training";
  return {
    state: pool,
    readings: [{ kind, about, evidence, ...shown(tolerance), unit: gap.unit, reach, says: `${about.name} ${says}` }],
  };
}

interface Held {
  readonly reference: Counted;
  readonly periodMs: number;
}

function pooled(before: Pool | undefined, { bins, numbers = noMoments }: Counted, { reference, periodMs }: Held): Pool {
  const keep = Math.max(0, 1 - periodMs / WEEK);
  return {
    bins: bins.map((count, bin) => count + keep * (before?.bins[bin] ?? 0)),
    coveredMs: Math.min(WEEK, (before?.coveredMs ?? 0) + periodMs),
    within: withinOf(
      before?.within ?? { numbers: noSpread, ranks: noSpread },
      { bins, numbers },
      { reference, periodMs },
    ),
  };
}

function withinOf(
  before: Pool["within"],
  { bins, numbers = noMoments }: Counted,
  { reference, periodMs }: Held,
): Pool["within"] {
  const scores = rankScores(reference.bins);
  const { n, m2 } = reference.numbers ?? noMoments;
  if (scores === undefined || m2 === 0) return before;
  return {
    numbers: learnSpread(before.numbers, { n: numbers.n, squares: (numbers.m2 * n) / m2, periodMs }),
    ranks: learnSpread(before.ranks, { ...scoreSpread(bins, scores.place), periodMs }),
  };
}

interface Gap {
  readonly measure: Measure;
  readonly tolerated: number;
  readonly guess: number;
  readonly unit: string;
  readonly says: string;
  /** What people read of it, given how much is tolerated so far. */
  readonly shown: (tolerance: number) => Pick<Reading, "value" | "expected">;
}

/** Ranks of uniform numbers have this standard deviation, and lie no further from their middle than √3 of it. */
const FARTHEST = Math.sqrt(3);

function gapOf(layout: InputLayout, pool: Pool, reference: readonly number[]): Gap | undefined {
  return layout.kind === "number" ? gapOfNumbers(pool, reference) : gapOfTexts(pool.bins, reference);
}

/** What a week may differ by from training, if all cases of a period are one draw: then a week is hardly more than one. */
const ONE_DRAW = 0.5;

function gapOfNumbers({ bins, within }: Pool, reference: readonly number[]): Gap | undefined {
  const scores = rankScores(reference);
  const measure = scores === undefined ? undefined : meanScore(bins, scores.place);
  if (scores === undefined || measure === undefined) return undefined;
  const says = `lies at rank ${formatNumber(Math.round(100 * scores.rankOf(measure.value)))} of 100 of the training data on average, where training lies at 50`;
  const guess = Math.sqrt(0.1 ** 2 + ONE_DRAW * sharedVariance(within.numbers, within.ranks));
  const shown: Gap["shown"] = (tolerance) => {
    const most = Math.min(FARTHEST, tolerance);
    return { value: measure.value, expected: [-most, most] };
  };
  return { measure, tolerated: 0.5, guess, unit: "standard deviations of rank", says, shown };
}

function gapOfTexts(bins: readonly number[], reference: readonly number[]): Gap | undefined {
  const [n, trained] = [bins, reference].map((of) => of.reduce((sum, count) => sum + count, 0));
  if (n === undefined || n < 1 || trained === undefined || trained < 1) return undefined;
  const profile = openProfile(reference);
  const measure = distanceTo(profile, bins, DAY);
  // What is held against the tolerance is less what chance brings; people read the distance itself.
  const value = plainDistance(profile.shares, bins);
  const says = `has other shares of its values than the training data, ${formatNumber(value)} apart where 0 is the same and 1 has none in common`;
  const shown: Gap["shown"] = (tolerance) => ({ value, expected: [0, Math.min(1, tolerance + value - measure.value)] });
  return { measure, tolerated: 0.25, guess: 0.05, unit: "Hellinger distance", says, shown };
}
