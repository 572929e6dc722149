import { shareAt } from "../evidence/measures.ts";
import { type Followed, follow, readingsOfHeard, type Subject } from "../followed/followed.ts";
import { type LabelledHead, labelledHeads, reachOfHead } from "../followed/heads.ts";
import { measureWeighted, measureWeightedShare } from "../followed/weighted-measure.ts";
import { wordNumber, wordShare, wordUsual } from "../followed/words.ts";
import { defineMonitor, type Monitor, type MonitorContext } from "../monitor.ts";

/** How often an outcome happens, or how large it is, whatever heads say of it. */
export const labelShift: Monitor<Record<never, never>, Followed> = defineMonitor({
  about: "how often an outcome happens, or how large it is",
  kinds: ["label.shifted"],
  params: {},
  restartsWithReference: false,
  start: (): Followed => ({}),
  step(state, period, { context }) {
    const { followed, heard } = follow(state, { ...context, from: period.from }, subjectsOf(context, period));
    return { state: followed, readings: heard.flatMap(readingsOfHeard) };
  },
});

/** Of heads that predict the same outcome the first speaks for all. */
function subjectsOf({ system }: MonitorContext, period: Parameters<typeof labelledHeads>[1]): readonly Subject[] {
  const byOutcome = new Map(
    labelledHeads(system, period)
      .map((one) => [one.outcome, one] as const)
      .reverse(),
  );
  return [...byOutcome.values()].flatMap((one) => {
    const subject = one.isBinary ? shareSubject(one) : meanSubject(one);
    if (subject === undefined) return [];
    const reach = reachOfHead(system, one.name);
    return [
      {
        ...subject,
        key: one.outcome,
        reading: (found: { readonly value: number; readonly usual: number | null }) => ({
          ...{ kind: "label.shifted", about: { part: "outcome", name: one.outcome } as const, reach },
          ...subject.worded(found),
        }),
      },
    ];
  });
}

type Worded = (found: { readonly value: number; readonly usual: number | null }) => {
  readonly unit: string;
  readonly says: string;
};

function shareSubject({ seen, outcome, name }: LabelledHead) {
  const measure = measureWeightedShare(seen.labels);
  if (measure === undefined) return undefined;
  const worded: Worded = ({ value, usual }) => ({
    unit: "share",
    says: `${outcome} is yes in ${wordShare(value)} of the cases${wordUsual(usual, wordShare)}; ${name} foresaw ${wordShare(seen.predicted.mean)}`,
  });
  return { measure, guess: 0.05, shown: shareAt, worded };
}

function meanSubject({ seen, outcome, name }: LabelledHead) {
  const measure = measureWeighted(seen.labels);
  if (measure === undefined) return undefined;
  const worded: Worded = ({ value, usual }) => ({
    unit: "",
    says: `${outcome} is ${wordNumber(value)} on average${wordUsual(usual, wordNumber)}; ${name} foresaw ${wordNumber(seen.predicted.mean)}`,
  });
  return { measure, guess: Math.max(Math.sqrt(measure.variance), Math.abs(measure.value) * 0.02), worded };
}
