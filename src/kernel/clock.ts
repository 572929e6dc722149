/** Milliseconds since 1970, UTC. */
export type Instant = number;

/** Where the time comes from. Passed in, so that a month of late outcomes fits in a test. */
export interface Clock {
  now(): Instant;
}

/** A clock that stands still until it is told to move. */
export interface VirtualClock extends Clock {
  /** Moves forward by `ms`; a negative or non-finite step is ignored, because time does not run backwards. */
  advance(ms: number): Instant;
}

/** The clock on the wall. */
export const wallClock: Clock = Object.freeze({ now: () => Date.now() });

/** A clock that starts at `start` and moves only by {@link VirtualClock.advance}. */
export function virtualClock(start: Instant): VirtualClock {
  let at = start;
  return {
    now: () => at,
    advance(ms) {
      if (Number.isFinite(ms) && ms > 0) at += ms;
      return at;
    },
  };
}
