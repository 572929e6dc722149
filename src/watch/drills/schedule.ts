import { defineError, type ErrorConstructor, type Instant, milliseconds } from "../../kernel/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Fault } from "../faults/fault.ts";
import type { Stream } from "../faults/happening.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** So many days come before the first fault: monitors look at a week before they say anything, and must see each hour of it again to be sure. */
const WARM_DAYS = 14;
/** How long a fault may go unnoticed, at most. */
const HORIZON = 3 * DAY;
const LEAST_HORIZON = DAY;
/** Decisions a period, on average, below which hardly anything can be told. */
const LEAST_DECISIONS = 500;

interface TooShort {
  readonly system: string;
  readonly decisions: number;
  readonly days: number;
}

export const journalTooShort: ErrorConstructor<TooShort> = defineError("watch.journal-too-short", {
  headline: "Too little to drill with",
  message: ({ system, decisions, days }: TooShort) =>
    `A drill copies at least ${LEAST_DECISIONS} decisions of at least ${WARM_DAYS + 1} days. Of "${system}" there are ${decisions.toLocaleString("en-US")}, of ${days.toFixed(1)} days.`,
  hint: () => "Serve for longer. In a checkout of Alidade `npm start` shows the whole loop on a simulated business.",
});

/** When what is injected. */
export interface Schedule {
  /** Whole periods. */
  readonly from: Instant;
  readonly to: Instant;
  /** From here on alarms count: before, monitors learn. */
  readonly warm: Instant;
  readonly horizonMs: number;
  readonly periodMs: number;
}

/** Plans a drill over a stream. Throws `watch.journal-too-short`. */
export function scheduleOf(system: Pick<SystemDefinition, "name">, stream: Stream, periodMs: number): Schedule {
  const asked = stream.filter(({ kind }) => kind === "asked");
  const [first, last] = [asked[0]?.at ?? 0, asked.at(-1)?.at ?? 0];
  const from = Math.ceil(first / periodMs) * periodMs;
  const to = Math.floor(last / periodMs) * periodMs;
  const days = (last - first) / DAY;
  const horizonMs = Math.min(HORIZON, Math.floor((to - from - WARM_DAYS * DAY) / 2 / periodMs) * periodMs);
  if (asked.length < LEAST_DECISIONS || horizonMs < Math.max(periodMs, LEAST_HORIZON / 2))
    throw journalTooShort({ system: system.name, decisions: asked.length, days });
  return { from, to, horizonMs, periodMs, warm: Math.max(from + WARM_DAYS * DAY, middleOf(from, to, periodMs)) };
}

function middleOf(from: Instant, to: Instant, periodMs: number): Instant {
  return from + Math.floor((to - from) / 2 / periodMs) * periodMs;
}

/** How long after its beginning a fault is looked for: one of outcomes shows once these are known. */
export function horizonOf(fault: Fault, { outcomes }: SystemDefinition, { horizonMs }: Schedule): number {
  if (fault.needsOutcomes !== true) return horizonMs;
  return horizonMs + Math.max(0, ...Object.values(outcomes).map(({ within }) => milliseconds(within)));
}

/** When a fault begins, trial by trial: evenly over what is left once monitors have learned; nothing where too little is. */
export function onsetsOf({ warm, to, periodMs }: Schedule, horizonMs: number, repeats: number): readonly Instant[] {
  const room = to - horizonMs - warm;
  if (room < 0) return [];
  return Array.from({ length: repeats }, (_, i) => {
    const share = repeats === 1 ? 0 : i / (repeats - 1);
    return warm + Math.floor((room * share) / periodMs) * periodMs;
  });
}
