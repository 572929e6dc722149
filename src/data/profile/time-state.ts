import type { Range } from "../../stats/index.ts";

/** What was seen of times: events per day and per hour of the day (UTC), and the finest unit that was needed. */
export interface TimeState {
  /** Events of day `first + i`, in days since 1970; empty once they would span many centuries. */
  days: Float64Array;
  first: number;
  spans: boolean;
  readonly hours: Float64Array;
  /** Index into {@link GRAINS}. */
  grain: number;
}

/** From coarse to fine. */
export const GRAINS = ["day", "hour", "minute", "second", "millisecond"] as const;
/** Of an hour, what each grain after the first two divides by, in milliseconds. */
const UNITS = [3_600_000, 60_000, 1_000];
const DAY = 86_400_000;
const HOUR = 3_600_000;
/** At least some 700 years. */
const MOST_ROOM = 2 ** 19;

export function timeState(): TimeState {
  return { days: new Float64Array(0), first: 0, spans: true, hours: new Float64Array(24), grain: 0 };
}

/** Takes a range of times. */
export function addTimes(state: TimeState, values: Float64Array, { start, end }: Range): void {
  const { hours } = state;
  for (let i = start; i < end; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value)) continue;
    const day = Math.floor(value / DAY);
    const within = value - day * DAY;
    const hour = Math.floor(within / HOUR);
    hours[hour] = (hours[hour] as number) + 1;
    if (within > 0 && state.grain < GRAINS.length - 1) refine(state, within);
    const at = day - state.first;
    if (at >= 0 && at < state.days.length) state.days[at] = (state.days[at] as number) + 1;
    else if (state.spans) countDay(state, day, 1);
  }
}

function refine(state: TimeState, within: number): void {
  const needed = 1 + UNITS.filter((unit) => within % unit !== 0).length;
  state.grain = Math.max(state.grain, needed);
}

/** Counts a day that lies outside of the room made so far. */
function countDay(state: TimeState, day: number, count: number): void {
  const { days, first } = state;
  const isFirst = days.length === 0;
  const from = isFirst ? day : Math.min(first, day);
  const to = isFirst ? day : Math.max(first + days.length - 1, day);
  // Room to double on the side that grows, so that times in order are not copied for every day.
  const room = Math.max(64, 2 ** Math.ceil(Math.log2(to - from + 1)));
  if (room > MOST_ROOM) {
    state.spans = false;
    state.days = new Float64Array(0);
    return;
  }
  const start = day < first ? to - room + 1 : from;
  const grown = new Float64Array(room);
  grown.set(days, isFirst ? 0 : first - start);
  grown[day - start] = (grown[day - start] as number) + count;
  state.days = grown;
  state.first = start;
}

/** Takes all that the other has seen. */
export function mergeTimes(state: TimeState, other: TimeState): void {
  for (let hour = 0; hour < 24; hour++)
    state.hours[hour] = (state.hours[hour] as number) + (other.hours[hour] as number);
  state.grain = Math.max(state.grain, other.grain);
  if (!other.spans) {
    state.spans = false;
    state.days = new Float64Array(0);
  }
  if (!state.spans) return;
  for (let i = 0; i < other.days.length; i++) {
    const count = other.days[i] as number;
    const at = other.first + i - state.first;
    if (count === 0) continue;
    if (at >= 0 && at < state.days.length) state.days[at] = (state.days[at] as number) + count;
    else if (state.spans) countDay(state, other.first + i, count);
  }
}
