import type { Seen } from "../../seen/seen.ts";
import { type Measure, shareAt } from "../evidence/measures.ts";
import { type CaseSpread, noSpread, type Spreads, spreadMeasure } from "../followed/case-spread.ts";
import { type Followed, follow, readingsOfHeard, type Subject } from "../followed/followed.ts";
import { type LabelledHead, labelledHeads, reachOfHead } from "../followed/heads.ts";
import { measureWeightedShare } from "../followed/weighted-measure.ts";
import { wordNumber, wordShare, wordUsual } from "../followed/words.ts";
import { defineMonitor, type Monitor, type MonitorContext } from "../monitor.ts";

/** By outcome: what is usual, and how far values differ. */
export interface LabelState {
  readonly followed: Followed;
  readonly spreads: Spreads;
}

/** How often an outcome happens, or how large it is, whatever heads say of it. */
export const labelShift: Monitor<Record<never, never>, LabelState> = defineMonitor({
  about: "how often an outcome happens, or how large it is",
  kinds: ["label.shifted"],
  params: {},
  restartsWithReference: false,
  start: (): LabelState => ({ followed: {}, spreads: {} }),
  step({ followed: before, spreads: of }, period, { context }) {
    let spreads = of;
    const subjects = firstHeads(period, context).flatMap((one): readonly Subject[] => {
      const { spread, measure } = measured(spreads[one.outcome] ?? noSpread, one, context);
      spreads = { ...spreads, [one.outcome]: spread };
      return measure === undefined ? [] : [subjectOf(one, measure, context)];
    });
    const { followed, heard } = follow(before, { ...context, from: period.from }, subjects);
    return { state: { followed, spreads }, readings: heard.flatMap(readingsOfHeard) };
  },
});

/** Of heads that predict the same outcome the first speaks for all. */
function firstHeads(period: Seen, { system }: MonitorContext): readonly LabelledHead[] {
  const heads = labelledHeads(system, period).map((one) => [one.outcome, one] as const);
  return [...new Map(heads.toReversed()).values()];
}

/** The share of yes, of which chance says how well it is known; of what is no yes or no, cases of late do. */
function measured(
  before: CaseSpread,
  { seen, isBinary }: LabelledHead,
  { periodMs }: MonitorContext,
): ReturnType<typeof spreadMeasure> {
  if (isBinary) return { spread: before, measure: measureWeightedShare(seen.labels) };
  return spreadMeasure(before, seen.labels, periodMs);
}

function subjectOf(one: LabelledHead, measure: Measure, { system }: MonitorContext): Subject {
  const worded = one.isBinary ? wordedShare(one) : wordedMean(one);
  const usual = Math.max(Math.sqrt(measure.variance), Math.abs(measure.value) * 0.02);
  return {
    ...{ key: one.outcome, measure, guess: one.isBinary ? 0.05 : usual },
    ...(one.isBinary ? { shown: shareAt } : {}),
    reading: (found) => ({
      ...{ kind: "label.shifted", about: { part: "outcome", name: one.outcome } },
      ...{ reach: reachOfHead(system, one.name), ...worded(found) },
    }),
  };
}

type Worded = (found: { readonly value: number; readonly usual: number | null }) => {
  readonly unit: string;
  readonly says: string;
};

function wordedShare({ seen, outcome, name }: LabelledHead): Worded {
  return ({ value, usual }) => ({
    unit: "share",
    says: `${outcome} is yes in ${wordShare(value)} of the cases${wordUsual(usual, wordShare)}; ${name} foresaw ${wordShare(seen.predicted.mean)}`,
  });
}

function wordedMean({ seen, outcome, name }: LabelledHead): Worded {
  return ({ value, usual }) => ({
    unit: "",
    says: `${outcome} is ${wordNumber(value)} on average${wordUsual(usual, wordNumber)}; ${name} foresaw ${wordNumber(seen.predicted.mean)}`,
  });
}
