import { withDay } from "../baseline/readings.ts";
import { type Drift, stepDrift } from "../distribution/drift.ts";
import { type ByPart, stepEach } from "../inputs/inputs.ts";
import { outputsIn } from "../inputs/outputs.ts";
import { defineMonitor, type Monitor } from "../monitor.ts";

/** Heads, and the score that they make up, whose outputs have moved: needs no labels. */
export const scoreDistribution: Monitor<Record<never, never>, ByPart<Drift>> = defineMonitor({
  about: "a head or a score whose outputs are not those usual at such a time",
  kinds: ["score.shifted"],
  params: {},
  restartsWithReference: true,
  start: (): ByPart<Drift> => ({}),
  step: (state, period, { context }) =>
    stepEach(state, outputsIn(context, period), ({ about, layout, seen, reference, reach }, before) => {
      const drifted = stepDrift(before, {
        ...{ at: period.from, periodMs: context.periodMs, layout },
        ...{ bins: seen.bins, reference: reference?.bins ?? seen.bins.map(() => 1) },
      });
      if (drifted === undefined) return undefined;
      const says = `${about.part === "head" ? `the output of ${about.name}` : "the score"} ${drifted.says}`;
      return {
        state: drifted.drift,
        readings: withDay(drifted, { kind: "score.shifted", about, ...drifted.found, reach, says }),
      };
    }),
});
