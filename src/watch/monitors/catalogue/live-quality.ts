import { numberParam, numbersByNameParam, type Param } from "../../../kernel/index.ts";
import { effectiveSize } from "../../../stats/index.ts";
import { addLosses, type LossDays, type LossWhole, noLossDays } from "../../quality/lasting-loss.ts";
import type { LabelSeen, Seen } from "../../seen/seen.ts";
import { sharedWithNext, usualScatter } from "../baseline/pace.ts";
import type { Measure } from "../evidence/measures.ts";
import { beyondEvidence } from "../followed/beyond.ts";
import { caseVariance, noSpread, type Spreads, spreadMeasure } from "../followed/case-spread.ts";
import { type Followed, follow, readingsOfHeard, type Subject } from "../followed/followed.ts";
import { type LabelledHead, labelledHeads, reachOfHead } from "../followed/heads.ts";
import { labelFreedom } from "../followed/label-chance.ts";
import { wordNumber, wordShare, wordUsual } from "../followed/words.ts";
import { defineMonitor, type Monitor, type MonitorContext, type Reading } from "../monitor.ts";

/** By head: what is usual, and how far the losses of cases differ. */
export interface QualityState {
  readonly followed: Followed;
  readonly spreads: Spreads;
  /** Days that may all be worse than promised. */
  readonly days: Readonly<Record<string, LossDays>>;
}

type Declared = {
  readonly margin: Param<number>;
  readonly most: Param<Readonly<Record<string, number>>>;
};

const PARAMS: Declared = {
  margin: numberParam(0.1, {
    ...{ min: 0, max: 10 },
    doc: "By which part the loss may exceed that of the training data before it counts as worse than promised.",
  }),
  most: numbersByNameParam({ min: 0, doc: "The most that a head may lose on average, by head: a declared limit." }),
};

interface Limits {
  readonly margin: number;
  readonly most: Readonly<Record<string, number>>;
}

/** Loss of a head, once labels are known, against what is usual, what training promised and what somebody declared. */
export const liveQuality: Monitor<Declared, QualityState> = defineMonitor({
  about: "the loss of heads, once labels are known",
  kinds: ["quality.worse", "quality.below-reference", "quality.over-limit"],
  params: PARAMS,
  restartsWithReference: true,
  start: (): QualityState => ({ followed: {}, spreads: {}, days: {} }),
  step({ followed: before, spreads: of, days: had }, period, { context, params }) {
    const { measured, spreads } = measuredIn(of, period, context);
    const subjects = measured.map((one) => subjectOf(one, context));
    const { followed, heard } = follow(before, { ...context, from: period.from }, subjects);
    const given = { period, followed, spreads, context, limits: params };
    const lasting = lastingIn(had, given);
    const lines = measured.flatMap((one) => againstLines({ ...one, ...given }));
    return {
      state: { followed, spreads, days: lasting.days },
      readings: [...heard.flatMap(readingsOfHeard), ...lines, ...lasting.readings],
    };
  },
});

/** A head, and its mean loss in a period. */
interface Measured {
  readonly one: LabelledHead;
  readonly measure: Measure;
}

function measuredIn(
  before: Spreads,
  period: Seen,
  { system, periodMs }: MonitorContext,
): { readonly measured: readonly Measured[]; readonly spreads: Spreads } {
  let spreads = before;
  const measured = labelledHeads(system, period).flatMap((one): readonly Measured[] => {
    const { spread, measure } = spreadMeasure(spreads[one.name] ?? noSpread, one.seen.loss, periodMs);
    spreads = { ...spreads, [one.name]: spread };
    if (measure === undefined) return [];
    return [{ one, measure: one.isBinary ? { ...measure, freedom: labelFreedom(one.seen) } : measure }];
  });
  return { measured, spreads };
}

function subjectOf({ one: { name, isBinary }, measure }: Measured, { system }: MonitorContext): Subject {
  const unit = lossOf(isBinary);
  return {
    ...{ key: name, measure, guess: 0.05 * measure.value, side: "above" },
    // No loss is negative, whatever three standard deviations below the usual one are.
    shown: (loss) => Math.max(0, loss),
    reading: ({ value, usual }) => ({
      ...{ kind: "quality.worse", about: { part: "head", name }, reach: reachOfHead(system, name), unit },
      says: `the ${unit} of ${name} is ${wordNumber(value)}${wordUsual(usual, wordNumber)}`,
    }),
  };
}

const lossOf = (isBinary: boolean): string => (isBinary ? "log loss" : "loss");

interface Given {
  readonly period: Seen;
  readonly followed: Followed;
  readonly spreads: Spreads;
  readonly context: MonitorContext;
  readonly limits: Limits;
}

type Lines = Measured & Omit<Given, "period">;

/** Days of each head against what training promised: what lasts is bet on, whatever has become usual. */
function lastingIn(
  before: Readonly<Record<string, LossDays>>,
  given: Given,
): { readonly days: Readonly<Record<string, LossDays>>; readonly readings: readonly Reading[] } {
  let all = before;
  const readings = labelledHeads(given.context.system, given.period).flatMap((one): readonly Reading[] => {
    const [promised] = againstReference(given.context.reference?.seen.labels[one.name], given.limits.margin);
    if (promised === undefined) return [];
    const { days, whole } = dayOf(all[one.name] ?? noLossDays, one, { ...given, line: promised.line + promised.error });
    all = { ...all, [one.name]: days };
    return whole === undefined ? [] : [lastingReading(one, whole, { ...given, promised })];
  });
  return { days: all, readings };
}

function dayOf(
  before: LossDays,
  { name, seen, isBinary }: LabelledHead,
  { period, followed, spreads, context: { periodMs }, line }: Given & { readonly line: number },
): ReturnType<typeof addLosses> {
  const n = effectiveSize(seen.loss);
  const usual = followed[name];
  const pace = periodMs < DAY ? usual?.days : usual?.pace;
  return addLosses(before, {
    ...{ from: period.from, periodMs, n, mean: n > 0 ? seen.loss.mean : 0 },
    variance: caseVariance(spreads[name] ?? noSpread),
    freedom: isBinary && n > 0 ? labelFreedom(seen) : 1 + n / 10,
    ...{ line, spread: Math.max((DAYS_DIFFER * line) ** 2, pace === undefined ? 0 : usualScatter(pace, 0) ** 2) },
    shared: pace === undefined ? 0.5 : sharedWithNext(pace),
  });
}

const DAY = 86_400_000;
/** What days are thought to add to the loss, as a part of what may be. */
const DAYS_DIFFER = 0.05;

function lastingReading(
  { name, isBinary }: LabelledHead,
  { mean, bet, days }: LossWhole,
  { context: { system }, limits, promised }: Given & { readonly promised: PromisedLoss },
): Reading {
  const lasts = days > 1 ? `, and for ${days} days it has been beyond what is let pass` : "";
  return {
    ...{ kind: "quality.below-reference", about: { part: "head", name }, reach: reachOfHead(system, name) },
    ...{ value: mean, expected: [0, promised.line], unit: lossOf(isBinary), over: "day", evidence: 0, bets: [bet] },
    says: `the ${lossOf(isBinary)} of ${name} is ${wordNumber(mean)} in a day, where the training data promised ${wordNumber(promised.usual)} and ${wordShare(limits.margin)} more is let pass${lasts}`,
  };
}

function againstLines({ one, measure, followed, context, limits }: Lines): readonly Reading[] {
  const { name, isBinary } = one;
  const { freedom } = measure;
  const pace = followed[name]?.pace;
  const deviation = pace === undefined ? Math.sqrt(measure.variance) : usualScatter(pace, measure.variance);
  const about = { part: "head", name } as const;
  const common = { about, value: measure.value, unit: lossOf(isBinary), reach: reachOfHead(context.system, name) };
  const is = `the ${lossOf(isBinary)} of ${name} is ${wordNumber(measure.value)}`;
  return [
    ...againstReference(context.reference?.seen.labels[name], limits.margin).map(
      ({ usual, line }): Reading => ({
        ...{ ...common, kind: "quality.below-reference", expected: [0, line] },
        evidence: beyondEvidence({ value: measure.value, line, deviation, freedom, wrong: "above" }),
        says: `${is}, where the training data promised ${wordNumber(usual)} and ${wordShare(limits.margin)} more is let pass`,
      }),
    ),
    ...[limits.most[name]].flatMap((line): readonly Reading[] => {
      if (line === undefined) return [];
      const evidence = beyondEvidence({ value: measure.value, line, deviation, freedom, wrong: "above" });
      const isBreach = (measure.value - line) / Math.sqrt(measure.variance) > SURELY;
      return [
        {
          ...common,
          kind: "quality.over-limit",
          expected: [0, line],
          evidence,
          isBreach,
          says: `${is}, and may be ${wordNumber(line)} at most`,
        },
      ];
    }),
  ];
}

/** So many standard errors beyond a declared limit chance does not bring in years of hours. */
const SURELY = 5;

/** What training promised of the loss, up to where it may be, and the standard error to which that is known. */
interface PromisedLoss {
  readonly usual: number;
  readonly line: number;
  readonly error: number;
}

function againstReference(known: LabelSeen | undefined, margin: number): readonly PromisedLoss[] {
  if (known === undefined || !(known.loss.weight > 0)) return [];
  const { loss } = known;
  const error = Math.sqrt(loss.m2 / loss.weight / Math.max(1, effectiveSize(loss)));
  return [{ usual: loss.mean, line: loss.mean * (1 + margin), error: Number.isFinite(error) ? error : 0 }];
}
