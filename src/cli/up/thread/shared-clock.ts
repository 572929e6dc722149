import { type Clock, type Instant, wallClock } from "../../../kernel/index.ts";

/** A time that all threads see, in milliseconds since 1970; whoever replays history moves it. */
export type SharedTime = SharedArrayBuffer;

/** A time that stands at an instant. */
export function sharedTime(at: Instant): SharedTime {
  const time = new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT);
  moveTo(time, at);
  return time;
}

/** Moves it; it never goes back. */
export function moveTo(time: SharedTime, at: Instant): void {
  const cell = new BigInt64Array(time);
  const next = BigInt(Math.floor(at));
  if (next > Atomics.load(cell, 0)) Atomics.store(cell, 0, next);
}

/** The clock that shows it; real time where there is none. */
export function sharedClock(time: SharedTime | null): Clock {
  if (time === null) return wallClock;
  const cell = new BigInt64Array(time);
  return { now: () => Number(Atomics.load(cell, 0)) };
}
