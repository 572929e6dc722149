import type { Instant } from "../../../kernel/index.ts";
import { formatNumber, formatTime } from "../../../report/index.ts";
import { type Baseline, type Looked, lookAt, openBaseline } from "../baseline/baseline.ts";
import { readingsOf } from "../baseline/readings.ts";
import { either } from "../evidence/combine.ts";
import { measureShare } from "../evidence/measures.ts";
import { type ByPart, type Input, inputsIn, presentIn, stepEach } from "../inputs/inputs.ts";
import { noRun, type Run, stepRun } from "../inputs/runs.ts";
import { defineMonitor, type Monitor, type MonitorStep } from "../monitor.ts";

const KIND = "input.stuck";
/** Fewer values in a row than this are no sign of anything, nor is a run of less than half of them. */
const FEWEST = 10;
const WEEK = 7 * 86_400_000;

/** What is usual, the run under way, and since when it is looked at. */
export type Stuck = Baseline & { readonly run: Run; readonly since: Instant };

/** Fields and features that say the same over and over, where they usually do not: a sensor that hangs, a default that leaks. */
export const stuckInput: Monitor<Record<never, never>, ByPart<Stuck>> = defineMonitor({
  about: "an input that says the same over and over",
  kinds: [KIND],
  params: {},
  restartsWithReference: true,
  start: (): ByPart<Stuck> => ({}),
  step: (state, period, { context }) =>
    stepEach(state, inputsIn(context, period), (input, before) => {
      const present = presentIn(input.seen);
      const measure = measureShare(Math.min(input.seen.longestRun, present), present);
      if (measure === undefined) return undefined;
      const known = before ?? { ...openBaseline(context.periodMs, 0.1), run: noRun, since: period.from };
      const look = { ...measure, at: period.from, side: "above" } as const;
      // Of few values nothing is learned but that a run goes on.
      const looked = present < FEWEST ? { ...NOTHING, baseline: known } : lookAt(known, look);
      return heldAgainst(input, looked, known);
    }),
});

const NOTHING = { evidence: 0, expected: null } as const;

/** Half on what is usual of the longest run of a period, half on the run by itself; on that alone while nothing is usual yet. */
function heldAgainst(
  { about, seen, reference, reach }: Input,
  looked: Pick<Looked, "baseline" | "evidence" | "expected">,
  before: Pick<Stuck, "run" | "since">,
): MonitorStep<Stuck> {
  const { run, times, evidence: ofRun } = stepRun(before.run, seen, reference);
  const present = presentIn(seen);
  const share = seen.longestRun / present;
  const isRun = seen.longestRun >= FEWEST && share >= 0.5;
  const ofShare = isRun ? looked.evidence : Math.min(0, looked.evidence);
  const evidence = looked.expected === null ? ofRun : either(ofShare, ofRun);
  const isOpen = (isRun || times >= FEWEST) && looked.expected === null && run.told === 0;
  const said = saysOf(about.name, { times, run: seen.longestRun, present, mean: seen.numbers?.mean });
  const found = { kind: KIND, about, value: share, expected: null, unit: "share of values in one run", reach };
  return {
    state: { ...looked.baseline, run, since: before.since },
    readings: readingsOf({ evidence }, { ...found, says: `${said}${isOpen ? wordEarly(before.since) : ""}` }),
  };
}

const wordEarly = (since: Instant): string =>
  `; whether that is usual cannot be told before ${formatTime(since + WEEK)} UTC`;

interface Said {
  readonly times: number;
  readonly run: number;
  readonly present: number;
  readonly mean: number | undefined;
}

function saysOf(name: string, { times, run, present, mean }: Said): string {
  const what = mean === undefined || run < present ? "the same" : formatNumber(mean);
  const long = times > run ? ` of the last period, ${formatNumber(times, "count")} by now` : "";
  return `${name} said ${what} ${formatNumber(run, "count")} times in a row, in ${formatNumber(present, "count")} decisions${long}`;
}
