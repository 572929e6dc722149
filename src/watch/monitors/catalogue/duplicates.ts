import { formatNumber } from "../../../report/index.ts";
import { type Baseline, openBaseline } from "../baseline/baseline.ts";
import { readingsOf } from "../baseline/readings.ts";
import { lookWith } from "../baseline/stand-in.ts";
import { measureShare } from "../evidence/measures.ts";
import { defineMonitor, type Monitor } from "../monitor.ts";

const KIND = "records.repeated";

/** Decisions and events that come twice more often than is usual: a producer that sends again what was taken. */
export const duplicates: Monitor<Record<never, never>, Baseline | null> = defineMonitor({
  about: "decisions or events that come more than once",
  kinds: [KIND],
  params: {},
  restartsWithReference: false,
  start: (): Baseline | null => null,
  step(state, period, { context }) {
    const events = Object.values(period.events).reduce((sum, { came }) => sum + came, 0);
    const of = period.decisions + events + period.repeated;
    const measure = measureShare(period.repeated, of);
    if (measure === undefined) return { state, readings: [] };
    const stand = { expected: 0, tolerance: 0.2, guess: 0.1 };
    const look = { ...measure, at: period.from, side: "above" } as const;
    const looked = lookWith(state ?? openBaseline(context.periodMs, 0.05), look, stand);
    const share = period.repeated / of;
    const about = { part: "server", name: context.system.name } as const;
    const says = `${formatNumber(period.repeated, "count")} of ${formatNumber(of, "count")} decisions and events had come before`;
    const found = { kind: KIND, about, value: share, expected: null, unit: "share", reach: share, says };
    return { state: looked.baseline, readings: readingsOf(looked, found) };
  },
});
