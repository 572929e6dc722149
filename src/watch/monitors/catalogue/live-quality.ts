import { numberParam, numbersByNameParam, type Param } from "../../../kernel/index.ts";
import type { LabelSeen, Seen } from "../../seen/seen.ts";
import { usualScatter } from "../baseline/pace.ts";
import type { Measure } from "../evidence/measures.ts";
import { beyondEvidence } from "../followed/beyond.ts";
import { noSpread, type Spreads, spreadMeasure } from "../followed/case-spread.ts";
import { type Followed, follow, readingsOfHeard, type Subject } from "../followed/followed.ts";
import { type LabelledHead, labelledHeads, reachOfHead } from "../followed/heads.ts";
import { labelFreedom } from "../followed/label-chance.ts";
import { wordNumber, wordShare, wordUsual } from "../followed/words.ts";
import { defineMonitor, type Monitor, type MonitorContext, type Reading } from "../monitor.ts";

/** By head: what is usual, and how far the losses of cases differ. */
export interface QualityState {
  readonly followed: Followed;
  readonly spreads: Spreads;
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
  start: (): QualityState => ({ followed: {}, spreads: {} }),
  step({ followed: before, spreads: of }, period, { context, params }) {
    const { measured, spreads } = measuredIn(of, period, context);
    const subjects = measured.map((one) => subjectOf(one, context));
    const { followed, heard } = follow(before, { ...context, from: period.from }, subjects);
    const lines = measured.flatMap((one) => againstLines({ ...one, followed, context, limits: params }));
    return { state: { followed, spreads }, readings: [...heard.flatMap(readingsOfHeard), ...lines] };
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
    reading: ({ value, usual }) => ({
      ...{ kind: "quality.worse", about: { part: "head", name }, reach: reachOfHead(system, name), unit },
      says: `the ${unit} of ${name} is ${wordNumber(value)}${wordUsual(usual, wordNumber)}`,
    }),
  };
}

const lossOf = (isBinary: boolean): string => (isBinary ? "log loss" : "loss");

interface Lines extends Measured {
  readonly followed: Followed;
  readonly context: MonitorContext;
  readonly limits: Limits;
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

function againstReference(known: LabelSeen | undefined, margin: number): readonly { usual: number; line: number }[] {
  if (known === undefined || !(known.loss.weight > 0)) return [];
  return [{ usual: known.loss.mean, line: known.loss.mean * (1 + margin) }];
}
