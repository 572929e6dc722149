import { formatNumber } from "../../../report/index.ts";
import type { Seen } from "../../seen/seen.ts";
import { type Baseline, type Looked, lookAt, openBaseline } from "../baseline/baseline.ts";
import { readingsOf } from "../baseline/readings.ts";
import { peakOf, raggednessOf, widthOf } from "../distribution/response.ts";
import type { Measure } from "../evidence/measures.ts";
import type { Side } from "../evidence/student.ts";
import { type ByPart, stepEach } from "../inputs/inputs.ts";
import { type Output, outputsIn } from "../inputs/outputs.ts";
import { defineMonitor, type Monitor, type MonitorContext, type Reading } from "../monitor.ts";

/** What is usual of the shape of a head's outputs. */
type Shape = Readonly<Partial<Record<Verdict, Baseline>>>;
type Verdict = "spiked" | "collapsed" | "ragged";

const KINDS = ["score.spiked", "score.collapsed", "score.ragged"];
/** Scores in a bin, and by bins on average, below which a shape says nothing. */
const FEWEST = 30;

/**
 * Verdicts on the shape of scores for which no labels are needed: one value takes most of them, they lie closer together than
 * usual, or they jump from bin to bin; that they have moved as a whole is told by the score distribution. Bernardi, Mavridis,
 * Estevez. 150 successful machine learning models. KDD 2019, section 6.
 */
export const responseDistribution: Monitor<Record<never, never>, ByPart<Shape>> = defineMonitor({
  about: "a head or a score whose outputs have a sick shape: a spike, a collapse, rags",
  kinds: KINDS,
  params: {},
  restartsWithReference: true,
  start: (): ByPart<Shape> => ({}),
  step(state, period, { context }) {
    const outputs = outputsIn(context, period);
    const stepped = stepEach(state, outputs, (output, before: Shape = {}) => {
      if (output.seen.numbers.n < FEWEST) return undefined;
      const judged = [
        judge(output, SPIKED, { before, period, context }),
        judge(output, COLLAPSED, { before, period, context }),
        judge(output, RAGGED, { before, period, context }),
      ].filter((one) => one !== undefined);
      const next = Object.fromEntries(judged.map(({ verdict, baseline }) => [verdict, baseline]));
      return { state: { ...before, ...next }, readings: judged.flatMap(({ readings }) => readings) };
    });
    const most = Math.max(0, ...outputs.map(({ seen }) => seen.numbers.n));
    return outputs.length === 0
      ? stepped
      : { ...stepped, counted: [{ kinds: KINDS, of: "scores", n: most, least: FEWEST }] };
  },
});

interface Judging {
  readonly verdict: Verdict;
  readonly side: Side;
  readonly guess: number;
  readonly unit: string;
  readonly measure: (output: Output) => Measure | undefined;
  readonly says: (output: Output, looked: Looked) => { readonly value: number; readonly says: string };
}

const nameOf = ({ about }: Output): string => (about.part === "head" ? `outputs of ${about.name}` : "scores");

const SPIKED: Judging = {
  verdict: "spiked",
  side: "above",
  guess: 0.1,
  unit: "share in one bin",
  measure: ({ seen }) => peakOf(seen),
  says(output) {
    const { bins, sums, numbers } = output.seen;
    const bin = bins.indexOf(Math.max(...bins));
    const value = (bins[bin] ?? 0) / numbers.n;
    const where = (sums[bin] ?? 0) / Math.max(1, bins[bin] ?? 0);
    return {
      value,
      says: `${formatNumber(value, "percent")} of the ${nameOf(output)} are about ${formatNumber(where)}`,
    };
  },
};

const COLLAPSED: Judging = {
  verdict: "collapsed",
  side: "below",
  guess: 0.15,
  unit: "standard deviation",
  measure: ({ seen }) => widthOf(seen),
  says(output, { expected }) {
    const { n, m2 } = output.seen.numbers;
    const value = Math.sqrt(m2 / Math.max(1, n - 1));
    const usual = expected === null ? "" : `, ${formatNumber(Math.exp(expected.mean))} is usual`;
    return { value, says: `the ${nameOf(output)} differ by a standard deviation of ${formatNumber(value)}${usual}` };
  },
};

const RAGGED: Judging = {
  verdict: "ragged",
  side: "above",
  guess: 0.15,
  unit: "jump from bin to bin",
  measure: ({ seen, reference }) => (reference === undefined ? undefined : raggednessOf(seen, reference.bins)),
  says(output, { expected }) {
    const value = raggednessOf(output.seen, output.reference?.bins ?? [])?.value ?? 0;
    const usual = expected === null ? "" : `, at most ${formatNumber(expected.high)} is usual`;
    return {
      value,
      says: `the ${nameOf(output)} pile up in some places and leave gaps beside them: they jump by ${formatNumber(value)}${usual}`,
    };
  },
};

interface Given {
  readonly before: Shape;
  readonly period: Seen;
  readonly context: MonitorContext;
}

interface Judged {
  readonly verdict: Verdict;
  readonly baseline: Baseline;
  readonly readings: readonly Reading[];
}

function judge(output: Output, judging: Judging, { before, period, context }: Given): Judged | undefined {
  const { verdict, side, guess, unit, measure, says } = judging;
  const measured = measure(output);
  if (measured === undefined) return undefined;
  const baseline = before[verdict] ?? openBaseline(context.periodMs, guess);
  const looked = lookAt(baseline, { ...measured, at: period.from, side });
  const { about, reach } = output;
  const found = { kind: `score.${verdict}`, about, expected: null, unit, reach, ...says(output, looked) };
  return { verdict, baseline: looked.baseline, readings: readingsOf(looked, found) };
}
