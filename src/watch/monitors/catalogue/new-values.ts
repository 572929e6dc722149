import { formatNumber } from "../../../report/index.ts";
import { type Baseline, openBaseline } from "../baseline/baseline.ts";
import { readingsOf } from "../baseline/readings.ts";
import { lookWith } from "../baseline/stand-in.ts";
import { measureShare, shareAt } from "../evidence/measures.ts";
import { type ByPart, inputsIn, presentIn, stepEach } from "../inputs/inputs.ts";
import { defineMonitor, type Monitor } from "../monitor.ts";

const KIND = "input.new-values";

/** Categories whose values the training data hardly know, where it knew nearly all of them before. */
export const newValues: Monitor<Record<never, never>, ByPart<Baseline>> = defineMonitor({
  about: "an input with values that were never trained on",
  kinds: [KIND],
  params: {},
  restartsWithReference: true,
  start: (): ByPart<Baseline> => ({}),
  step: (state, period, { context }) =>
    stepEach(state, inputsIn(context, period), ({ about, layout, seen, reference, reach }, before) => {
      // A text that hardly ever says the same twice has only new values.
      if (layout.kind !== "text" || layout.values.length === 0) return undefined;
      const [count, present] = [seen.bins.at(-1) ?? 0, presentIn(seen)];
      const measure = measureShare(count, present);
      const trained = measureShare(reference.bins.at(-1) ?? 0, presentIn(reference));
      if (measure === undefined || trained === undefined) return undefined;
      const look = { ...measure, at: period.from, side: "above" } as const;
      const stand = { expected: trained.value, tolerance: 0.15, guess: 0.1 };
      const looked = lookWith(before ?? openBaseline(context.periodMs, 0.05), look, stand);
      const { low, high } = looked.expected ?? { low: 0, high: Math.PI };
      const expected = [shareAt(low), shareAt(high)] as const;
      const says = `${formatNumber(count / present, "percent")} of ${about.name} are values that the training data hardly know, at most ${formatNumber(expected[1], "percent")} is usual`;
      const found = { kind: KIND, about, value: count / present, expected, unit: "share of values", reach, says };
      return { state: looked.baseline, readings: readingsOf(looked, found) };
    }),
});
