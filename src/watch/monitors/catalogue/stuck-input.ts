import { formatNumber } from "../../../report/index.ts";
import { type Baseline, lookAt, openBaseline } from "../baseline/baseline.ts";
import { readingsOf } from "../baseline/readings.ts";
import { measureShare } from "../evidence/measures.ts";
import { type ByPart, inputsIn, presentIn, stepEach } from "../inputs/inputs.ts";
import { defineMonitor, type Monitor } from "../monitor.ts";

const KIND = "input.stuck";
/** Fewer values in a row than this are no sign of anything, nor is a run of less than half of them. */
const FEWEST = 10;

/** Fields and features that say the same over and over, where they usually do not: a sensor that hangs, a default that leaks. */
export const stuckInput: Monitor<Record<never, never>, ByPart<Baseline>> = defineMonitor({
  about: "an input that says the same over and over",
  kinds: [KIND],
  params: {},
  restartsWithReference: true,
  start: (): ByPart<Baseline> => ({}),
  step: (state, period, { context }) =>
    stepEach(state, inputsIn(context, period), ({ about, seen, reach }, before) => {
      const present = presentIn(seen);
      const measure = measureShare(Math.min(seen.longestRun, present), present);
      if (measure === undefined || present < FEWEST) return undefined;
      const looked = lookAt(before ?? openBaseline(context.periodMs, 0.1), {
        ...measure,
        at: period.from,
        side: "above",
      });
      const share = seen.longestRun / present;
      const isRun = seen.longestRun >= FEWEST && share >= 0.5;
      const evidence = isRun ? looked.evidence : Math.min(0, looked.evidence);
      const says = saysOf(about.name, { run: seen.longestRun, present, mean: seen.numbers?.mean });
      const found = {
        kind: KIND,
        about,
        value: share,
        expected: null,
        unit: "share of values in one run",
        reach,
        says,
      };
      return { state: looked.baseline, readings: readingsOf({ evidence }, found) };
    }),
});

function saysOf(
  name: string,
  { run, present, mean }: { readonly run: number; readonly present: number; readonly mean: number | undefined },
): string {
  const what = mean === undefined || run < present ? "the same" : formatNumber(mean);
  return `${name} said ${what} ${formatNumber(run, "count")} times in a row, in ${formatNumber(present, "count")} decisions`;
}
