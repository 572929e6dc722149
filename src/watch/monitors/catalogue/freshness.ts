import { milliseconds } from "../../../kernel/index.ts";
import { formatNumber } from "../../../report/index.ts";
import { countAbove, histogramQuantile, histogramTotal, type LogHistogram } from "../../../stats/index.ts";
import type { Seen } from "../../seen/seen.ts";
import { type Baseline, lookAt, openBaseline, usualAt } from "../baseline/baseline.ts";
import { bothWays } from "../baseline/both-ways.ts";
import { readingsOf } from "../baseline/readings.ts";
import { measureCount } from "../evidence/measures.ts";
import { type ByPart, stepEach } from "../inputs/inputs.ts";
import { type About, defineMonitor, type Monitor, type MonitorContext, type MonitorStep } from "../monitor.ts";

/** Traffic and streams that stop, fall or leap beyond what is usual at such a time, and streams whose newest events grow old. */
export const freshness: Monitor<Record<never, never>, ByPart<Baseline>> = defineMonitor({
  about: "traffic or a stream that stops or leaps, or a stream that grows old",
  kinds: ["traffic.fell", "traffic.leapt", "stream.fell", "stream.leapt", "stream.stale"],
  params: {},
  restartsWithReference: false,
  start: (): ByPart<Baseline> => ({}),
  step(state, period, { context }) {
    const counted = stepEach(state, flowsIn(period, context), (flow, before) =>
      stepFlow(flow, before, { period, context }),
    );
    const ages = Object.entries(period.ages).map(([name, age]) => ({
      about: { part: "stream", name: `${name} age` } as About,
      name,
      age,
    }));
    const aged = stepEach(counted.state, ages, (one, before) => stepAge(one, before, { period, context }));
    return { state: aged.state, readings: [...counted.readings, ...aged.readings] };
  },
});

interface Flow {
  readonly about: About;
  readonly kind: "traffic" | "stream";
  readonly count: number;
  readonly what: string;
}

/** Everything that is counted: decisions, and the events of each declared stream, also of one that has none at all. */
function flowsIn({ decisions, events }: Seen, { system }: MonitorContext): readonly Flow[] {
  const traffic = {
    about: { part: "server", name: system.name },
    kind: "traffic",
    count: decisions,
    what: "decisions",
  } as const;
  const streams = Object.entries(events).map(
    ([name, { came }]) =>
      ({ about: { part: "stream", name }, kind: "stream", count: came, what: `events of ${name}` }) as const,
  );
  return [traffic, ...streams];
}

/** A holiday may double what comes: nothing is wrong. As a logarithm. */
const LEAP = Math.log(2);

interface Given {
  readonly period: Seen;
  readonly context: MonitorContext;
}

function stepFlow(
  { about, kind, count, what }: Flow,
  before: Baseline | undefined,
  { period, context }: Given,
): MonitorStep<Baseline> {
  const baseline = before ?? openBaseline(context.periodMs, 0.2);
  const wont = usualAt(baseline, period.from);
  const measure = measureCount(count, wont === undefined ? count : Math.exp(wont));
  const looked = lookAt(baseline, { ...measure, at: period.from, allowed: LEAP });
  const { expected } = looked;
  const usual = expected === null ? null : ([Math.exp(expected.low), Math.exp(expected.high)] as const);
  const range =
    usual === null
      ? ""
      : `; ${formatNumber(usual[0], "count")} to ${formatNumber(usual[1], "count")} are usual at this time`;
  const number = formatNumber(count, "count");
  const fell = count === 0 ? `no ${what} came at all${range}` : `only ${number} ${what} came${range}`;
  const readings = bothWays(
    looked,
    {
      fell: { kind: `${kind}.fell`, says: fell },
      rose: { kind: `${kind}.leapt`, says: `${number} ${what} came${range}` },
    },
    { about, value: count, expected: usual, unit: `${what} a period`, reach: 1 },
  );
  return { state: looked.baseline, readings };
}

function stepAge(
  { name, age }: { readonly name: string; readonly age: LogHistogram },
  before: Baseline | undefined,
  { period, context }: Given,
): MonitorStep<Baseline> | undefined {
  const [median, n] = [histogramQuantile(age, 0.5), histogramTotal(age)];
  if (median === undefined) return undefined;
  const measure = { value: Math.log(median + 1_000), variance: 1.6 / n };
  const looked = lookAt(before ?? openBaseline(context.periodMs, 0.3), { ...measure, at: period.from, side: "above" });
  const limit = context.system.streams[name]?.freshWithin;
  const old = limit === undefined ? 0 : countAbove(age, milliseconds(limit)) / n;
  const expected =
    looked.expected === null ? null : ([Math.exp(looked.expected.low), Math.exp(looked.expected.high)] as const);
  const says =
    old > 0.5
      ? `${formatNumber(old, "percent")} of decisions found nothing in ${name} that is younger than ${limit}, its limit`
      : `the newest event of ${name} is ${formatNumber(median, "duration")} old as a rule${expected === null ? "" : `, at most ${formatNumber(expected[1], "duration")} is usual`}`;
  const found = {
    kind: "stream.stale",
    about: { part: "stream", name },
    value: median,
    expected,
    unit: "ms",
    reach: 1,
    says,
  } as const;
  const readings = readingsOf(looked, old > 0.5 ? { ...found, isBreach: true, reach: old } : found);
  return { state: looked.baseline, readings };
}
