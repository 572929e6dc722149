import { formatNumber } from "../../../report/index.ts";
import { type Baseline, openBaseline } from "../baseline/baseline.ts";
import { readingsOf } from "../baseline/readings.ts";
import { lookWith } from "../baseline/stand-in.ts";
import { measureShare } from "../evidence/measures.ts";
import { type ByPart, stepEach } from "../inputs/inputs.ts";
import { type About, defineMonitor, type Monitor } from "../monitor.ts";

const KIND = "contract.broken";

/** Streams more of whose events break their contract than is usual; it names the field and the rule. */
export const contractBreaches: Monitor<Record<never, never>, ByPart<Baseline>> = defineMonitor({
  about: "a stream whose events break their contract",
  kinds: [KIND],
  params: {},
  restartsWithReference: false,
  start: (): ByPart<Baseline> => ({}),
  step(state, period, { context }) {
    const streams = Object.entries(period.events).map(([name, events]) => ({
      about: { part: "stream", name } satisfies About,
      events,
    }));
    return stepEach(state, streams, ({ about, events: { came, refused } }, before) => {
      const rules = Object.entries(refused).sort(([, a], [, b]) => b - a);
      // One event may break several rules.
      const broken = Math.min(came, Math.max(0, ...rules.map(([, count]) => count)));
      const measure = measureShare(broken, came);
      if (measure === undefined) return undefined;
      const look = { ...measure, at: period.from, side: "above" } as const;
      const stand = { expected: 0, tolerance: 0.15, guess: 0.1 };
      const looked = lookWith(before ?? openBaseline(context.periodMs, 0.05), look, stand);
      const rule = rules[0]?.[0];
      const why = rule === undefined ? "" : `, most of them \`${rule}\``;
      const says = `${formatNumber(broken / came, "percent")} of the events of ${about.name} break their contract${why}`;
      const share = broken / came;
      const found = { kind: KIND, about, value: share, expected: null, unit: "share of events", reach: share, says };
      return { state: looked.baseline, readings: readingsOf(looked, found) };
    });
  },
});
