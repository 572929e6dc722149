import { formatNumber } from "../../../report/index.ts";
import { type Baseline, openBaseline } from "../baseline/baseline.ts";
import { readingsOf } from "../baseline/readings.ts";
import { lookWith } from "../baseline/stand-in.ts";
import { measureShare, shareAt } from "../evidence/measures.ts";
import { type ByPart, inputsIn, presentIn, stepEach } from "../inputs/inputs.ts";
import { defineMonitor, type Monitor } from "../monitor.ts";

const KIND = "input.missing";

/** Fields and features that are missing more often than is usual or, while nothing is usual yet, than in the training data. */
export const missingValues: Monitor<Record<never, never>, ByPart<Baseline>> = defineMonitor({
  about: "an input that is missing more often than usual",
  kinds: [KIND],
  params: {},
  restartsWithReference: true,
  start: (): ByPart<Baseline> => ({}),
  step: (state, period, { context }) =>
    stepEach(state, inputsIn(context, period), ({ about, seen, reference, reach }, before) => {
      const measure = measureShare(seen.missing, seen.missing + presentIn(seen));
      const trained = measureShare(reference.missing, reference.missing + presentIn(reference));
      if (measure === undefined || trained === undefined) return undefined;
      const look = { ...measure, at: period.from, side: "above" } as const;
      const stand = { expected: trained.value, tolerance: 0.2, guess: 0.1 };
      const looked = lookWith(before ?? openBaseline(context.periodMs, 0.05), look, stand);
      const { low, high } = looked.expected ?? { low: 0, high: Math.PI };
      const share = seen.missing / (seen.missing + presentIn(seen));
      const expected = [shareAt(low), shareAt(high)] as const;
      const says = `${about.name} is missing in ${formatNumber(share, "percent")} of decisions, at most ${formatNumber(expected[1], "percent")} is usual`;
      const found = { kind: KIND, about, value: share, expected, unit: "share of decisions", reach, says };
      return { state: looked.baseline, readings: readingsOf(looked, found) };
    }),
});
