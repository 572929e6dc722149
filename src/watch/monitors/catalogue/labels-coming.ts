import type { LabelSeen, Seen } from "../../seen/seen.ts";
import { type Measure, measureShare, shareAt } from "../evidence/measures.ts";
import { type Followed, follow, readingsOfHeard, type Subject } from "../followed/followed.ts";
import { labelledHeads, reachOfHead } from "../followed/heads.ts";
import { wordNumber, wordShare, wordUsual } from "../followed/words.ts";
import { defineMonitor, type Monitor, type MonitorContext } from "../monitor.ts";

/** Whether reports of outcomes still come, in time, and agree with each other. */
export const labelsComing: Monitor<Record<never, never>, Followed> = defineMonitor({
  about: "whether reports of outcomes come, in time, and agree with each other",
  kinds: ["labels.missing", "labels.late", "labels.contradict"],
  params: {},
  restartsWithReference: false,
  start: (): Followed => ({}),
  step(state, period, { context }) {
    const { followed, heard } = follow(state, { ...context, from: period.from }, subjectsOf(context, period));
    return { state: followed, readings: heard.flatMap(readingsOfHeard) };
  },
});

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
function subjectsOf({ system }: MonitorContext, period: Seen): readonly Subject[] {
  const byOutcome = new Map(
    labelledHeads(system, period)
      .map((one) => [one.outcome, one] as const)
      .reverse(),
  );
  return [...byOutcome.values()].flatMap(({ name, seen, outcome }) => {
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
