import { milliseconds } from "../../kernel/index.ts";
import { formatDuration } from "../../report/index.ts";
import { wordCount } from "../words.ts";
import { type AssumptionCase, type Found, held, open, refuted } from "./checked-assumption.ts";

const DAY = 86_400_000;
/** Busy days that are named. */
const SHOWN = 3;

const NO_TIME = "No field says when a row is from: name one as the system's `time`.";

/** Whether the newest row is no older than a duration, as of now. */
export function checkFresh({ within }: { readonly within: string }, all: AssumptionCase): Found {
  const times = timesOf(all);
  if (times === null || times.length === 0) return open(NO_TIME);
  if (all.now === undefined) return open("What is fresh depends on the time, and nobody looked at a clock.");
  const newest = times.reduce((latest, at) => Math.max(latest, at), -Infinity);
  const message = `The newest row is of ${dayOf(newest)}, ${formatDuration(Math.max(0, all.now - newest))} ago; ${within} was assumed.`;
  return all.now - newest <= milliseconds(within) ? held(message) : refuted(message);
}

/** Whether the busiest day has at most so many times the rows of the middle one, days without rows among them; by UTC. */
export function checkSteady({ times: most }: { readonly times: number }, all: AssumptionCase): Found {
  const times = timesOf(all);
  if (times === null || times.length === 0) return open(NO_TIME);
  const counts = rowsByDay(times);
  const sizes = [...counts.values()].sort((a, b) => a - b);
  const middle = (at(sizes, Math.floor((sizes.length - 1) / 2)) + at(sizes, Math.floor(sizes.length / 2))) / 2;
  const busiest = at(sizes, sizes.length - 1);
  const ratio = busiest / middle;
  const told =
    middle === 0 ? "most days have none" : `${ratio.toFixed(1)} times the ${wordCount(middle)} of the middle day`;
  const message = `The busiest of ${wordCount(sizes.length)} days has ${wordCount(busiest)} rows, ${told}; ${most} times was assumed.`;
  if (ratio <= most) return held(message);
  const busy = [...counts].filter(([, rows]) => rows > most * middle).sort((a, b) => b[1] - a[1]);
  return refuted(
    message,
    busy.slice(0, SHOWN).map(([day, rows]) => `${dayOf(day * DAY)} has ${wordCount(rows)} rows.`),
  );
}

function at(sorted: readonly number[], place: number): number {
  return sorted[place] ?? 0;
}

/** Rows of every day from the first to the last. */
function rowsByDay(times: Float64Array): ReadonlyMap<number, number> {
  const days = times.map((time) => Math.floor(time / DAY)).sort();
  const counts = new Map<number, number>();
  for (let day = days[0] as number; day <= (days.at(-1) as number); day++) counts.set(day, 0);
  for (const day of days) counts.set(day, (counts.get(day) ?? 0) + 1);
  return counts;
}

/** The known times of the rows: by the system's time, the field that has to be fresh, or the only time there is. */
function timesOf({ system, rows: { table } }: AssumptionCase): Float64Array | null {
  const declared = system.time ?? system.contract.fresh?.field;
  const known = table.columns.filter(({ name, kind }) => kind === "time" && system.contract.fields[name] !== undefined);
  const found =
    declared === undefined ? (known.length === 1 ? known[0] : undefined) : known.find(({ name }) => name === declared);
  return found === undefined || found.kind === "text" ? null : found.values.filter((time) => !Number.isNaN(time));
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
