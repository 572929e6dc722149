import type { Clock, Instant } from "../../../kernel/index.ts";
import { type DecisionRecord, type Envelope, isFailed, type OutcomeRecord } from "../../../records/index.ts";
import {
  countIn,
  histogramOf,
  histogramQuantile,
  mergeHistograms,
  noHistogram,
  type OpenHistogram,
} from "../../../stats/index.ts";
import type { Journal } from "../../../store/index.ts";
import type { TrafficLook } from "../look.ts";

/** Counts what passes by while a journal is read on, for whoever looks at the system now. */
export interface Traffic {
  /** The journal, counted as it is read. */
  readonly journal: Pick<Journal, "read">;
  read(now: Instant): TrafficLook;
  /** Outcomes whose time lies within; those of long ago are forgotten. */
  outcomes(from: Instant, to: Instant): number;
}

export interface TrafficOptions {
  readonly system: string;
  readonly journal: Pick<Journal, "read">;
  /** Milliseconds of one of the numbers that are shown. */
  readonly stepMs: number;
  /** Entries from before then were counted earlier; where that lies in the future of the clock, those from before now. */
  readonly from: Instant;
  readonly clock: Clock;
}

/** Numbers that are shown, and those that tell how fast it answers. */
const [SHOWN, RECENT] = [60, 10];
const MINUTE = 60_000;
/** A period is a day at most, and waits for what is late. */
const LONG_AGO = 3 * 86_400_000;

interface Step {
  decisions: number;
  failed: number;
  readonly took: OpenHistogram;
}

/** Opens the counts for one reading of a journal. */
export function trafficOf({ system, journal, stepMs, from: first, clock }: TrafficOptions): Traffic {
  const steps = new Map<number, Step>();
  const reports = new Map<Instant, number>();
  let from = Math.min(first, clock.now());
  const count = (entry: Envelope): void => {
    if (entry.at < from || (entry as DecisionRecord).body.system !== system) return;
    if (entry.kind === "decision") countDecision(entry as DecisionRecord);
    if (entry.kind === "outcome") {
      const minute = Math.floor((entry as OutcomeRecord).at / MINUTE) * MINUTE;
      reports.set(minute, (reports.get(minute) ?? 0) + 1);
    }
  };
  const countDecision = ({ at, body }: DecisionRecord): void => {
    const number = Math.floor(at / stepMs);
    const step = steps.get(number) ?? { decisions: 0, failed: 0, took: new Map() };
    steps.set(number, step);
    step.decisions++;
    if (isFailed(body)) step.failed++;
    countIn(step.took, body.took);
  };
  return {
    journal: {
      async read(cursor, limit, kind) {
        const page = await journal.read(cursor, limit, kind);
        for (const entry of page.entries) count(entry);
        from = Math.min(from, clock.now());
        return page;
      },
    },
    read(now) {
      const last = Math.floor(now / stepMs);
      // What a clock that was ahead has counted is not of now.
      for (const number of steps.keys()) if (number <= last - 2 * SHOWN || number > last + 1) steps.delete(number);
      for (const minute of reports.keys()) if (minute < now - LONG_AGO) reports.delete(minute);
      const recent = [...steps].filter(([number]) => number > last - RECENT).map(([, step]) => step);
      const took = recent.map((step) => histogramOf(step.took)).reduce(mergeHistograms, noHistogram);
      return {
        perMinute: shownUntil(last, steps),
        p50: histogramQuantile(took, 0.5) ?? null,
        p99: histogramQuantile(took, 0.99) ?? null,
        failed: recent.reduce((sum, { failed }) => sum + failed, 0),
      };
    },
    outcomes(start, end) {
      let sum = 0;
      for (const [minute, n] of reports) if (minute >= start && minute < end) sum += n;
      return sum;
    },
  };
}

/** The current number is not whole: it is shown only where there is no other. */
function shownUntil(current: number, steps: ReadonlyMap<number, Pick<Step, "decisions">>): readonly number[] {
  if (steps.size === 0) return [];
  const oldest = Math.min(...steps.keys());
  const last = oldest < current ? current - 1 : current;
  const first = Math.max(last - SHOWN + 1, oldest);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => steps.get(first + i)?.decisions ?? 0);
}
