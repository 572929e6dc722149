import { withoutDaysOf } from "../../quality/days-of-others.ts";
import { noReportsEffect, type ReportsEffect, stepReports } from "../../quality/reports-effect.ts";
import type { LabelSeen, Seen } from "../../seen/seen.ts";
import { type Measure, measureShare, shareAt } from "../evidence/measures.ts";
import { type Followed, follow, readingsOfHeard, type Subject } from "../followed/followed.ts";
import { type LabelledHead, labelledHeads, reachOfHead } from "../followed/heads.ts";
import { wordNumber, wordShare, wordUsual } from "../followed/words.ts";
import { defineMonitor, type Monitor, type MonitorContext, type Reading } from "../monitor.ts";

/** By name of what is measured what is usual, and by outcome how many reports come. */
export interface ComingState {
  readonly followed: Followed;
  readonly reports: Readonly<Record<string, ReportsEffect>>;
}

/** Whether reports of outcomes still come, in time, and agree with each other. */
export const labelsComing: Monitor<Record<never, never>, ComingState> = defineMonitor({
  about: "whether reports of outcomes come, in time, and agree with each other",
  kinds: ["labels.missing", "labels.late", "labels.contradict"],
  params: {},
  restartsWithReference: false,
  start: (): ComingState => ({ followed: {}, reports: {} }),
  step({ followed: before, reports: of }, period, { context }) {
    const { reports, days } = daysOf(of, context, period);
    const { followed, heard } = follow(before, { ...context, from: period.from }, subjectsOf(context, period));
    const periods = withoutDaysOf(days, heard.flatMap(readingsOfHeard));
    return { state: { followed, reports }, readings: [...periods, ...days] };
  },
});

/** Of a yes or no that is reported one by one: days on which fewer reports came than at such ages of decisions is usual. */
function daysOf(
  before: ComingState["reports"],
  { system, periodMs }: MonitorContext,
  period: Seen,
): { readonly reports: ComingState["reports"]; readonly days: readonly Reading[] } {
  let reports = before;
  const days = firstHeads(period, system).flatMap(({ name, outcome, seen }): readonly Reading[] => {
    const { effect, reading } = stepReports(reports[outcome] ?? noReportsEffect, seen.news, {
      ...{ from: period.from, periodMs, outcome },
    });
    reports = { ...reports, [outcome]: effect };
    const of = { about: { part: "outcome", name: outcome }, reach: reachOfHead(system, name) } as const;
    return reading === undefined ? [] : [{ ...reading, ...of }];
  });
  return { reports, days };
}

interface Question {
  readonly kind: "labels.missing" | "labels.late" | "labels.contradict";
  readonly side: "above" | "below";
  readonly measure: (seen: LabelSeen, looked: number) => Measure | undefined;
  readonly says: (outcome: string, share: string, of: string) => string;
}

const QUESTIONS: readonly Question[] = [
  {
    ...{ kind: "labels.missing", side: "below" },
    measure: ({ reported }, looked) => measureShare(reported, looked),
    says: (outcome, share, of) => `${outcome} was reported of ${share} of the ${of} decisions whose time for it ended`,
  },
  {
    ...{ kind: "labels.late", side: "above" },
    measure: ({ late, reported }) => measureShare(late, late + reported),
    says: (outcome, share) => `${share} of the reports of ${outcome} came too late to count`,
  },
  {
    ...{ kind: "labels.contradict", side: "above" },
    measure: ({ contradicted, reported }) => measureShare(contradicted, Math.max(contradicted, reported)),
    says: (outcome, share) => `of ${share} of the reported decisions, reports of ${outcome} contradict each other`,
  },
];

/** Of heads that predict the same outcome the first speaks for all. */
function firstHeads(period: Seen, system: MonitorContext["system"]): readonly LabelledHead[] {
  const heads = labelledHeads(system, period).map((one) => [one.outcome, one] as const);
  return [...new Map(heads.toReversed()).values()];
}

function subjectsOf({ system }: MonitorContext, period: Seen): readonly Subject[] {
  return firstHeads(period, system).flatMap(({ name, seen, outcome }) => {
    const looked = Math.round(seen.closed * seen.share);
    return QUESTIONS.flatMap(({ kind, side, measure: measureOf, says }): readonly Subject[] => {
      const measure = measureOf(seen, looked);
      if (measure === undefined) return [];
      const reading: Subject["reading"] = ({ value, usual }) => ({
        ...{ kind, about: { part: "outcome", name: outcome }, unit: "share", reach: reachOfHead(system, name) },
        says: `${says(outcome, wordShare(value), wordNumber(looked))}${wordUsual(usual, wordShare)}`,
      });
      return [{ key: `${kind} ${outcome}`, measure, guess: 0.05, side, shown: shareAt, reading }];
    });
  });
}
