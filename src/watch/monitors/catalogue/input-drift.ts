import { withDay } from "../baseline/readings.ts";
import { type Drift, stepDrift } from "../distribution/drift.ts";
import { type ByPart, inputsIn, stepEach } from "../inputs/inputs.ts";
import { defineMonitor, type Monitor } from "../monitor.ts";

/** Fields and features whose values are no longer those that are usual at that time of the week, ranked by importance. */
export const inputDrift: Monitor<Record<never, never>, ByPart<Drift>> = defineMonitor({
  about: "an input whose values are not those usual at such a time",
  kinds: ["input.shifted"],
  params: {},
  restartsWithReference: true,
  start: (): ByPart<Drift> => ({}),
  step: (state, period, { context }) =>
    stepEach(state, inputsIn(context, period), ({ about, layout, seen, reference, reach }, before) => {
      const { from: at } = period;
      const drifted = stepDrift(before, {
        ...{ at, periodMs: context.periodMs, layout },
        ...{ bins: seen.bins, reference: reference.bins },
      });
      if (drifted === undefined) return undefined;
      const says = `${about.name} ${drifted.says}`;
      return {
        state: drifted.drift,
        readings: withDay(drifted, { kind: "input.shifted", about, ...drifted.found, reach, says }),
      };
    }),
});
