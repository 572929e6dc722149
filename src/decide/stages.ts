import type { HeadTimer } from "./opening.ts";

/**
 * Milliseconds that one decision spent in each of its stages. `online` is the windows over streams, `features` all that comes
 * before the first head; where no head was asked, both are within `policy`. `journal` is the wait until it was on disk.
 */
export interface StageTimes {
  readonly online: number;
  readonly features?: number;
  readonly heads?: number;
  readonly policy: number;
  readonly journal: number;
}

/** Takes the times of one decision. */
export interface StageClock {
  /** Watches the heads, in place of whoever watched them before, who is still told. */
  readonly timed: HeadTimer;
  seen(): void;
  decided(): void;
  stored(): StageTimes;
}

/** Starts a clock. `stopwatch` gives milliseconds that only move forward. */
export function stageClock(stopwatch: () => number, watched?: HeadTimer): StageClock {
  const begun = stopwatch();
  let heads = 0;
  let [seenAt, firstHead, decidedAt] = [begun, Number.NaN, begun];
  return {
    timed: (head, score) => {
      const started = stopwatch();
      if (Number.isNaN(firstHead)) firstHead = started;
      try {
        return watched === undefined ? score() : watched(head, score);
      } finally {
        heads += stopwatch() - started;
      }
    },
    seen: () => {
      seenAt = stopwatch();
    },
    decided: () => {
      decidedAt = stopwatch();
    },
    stored: () => {
      const before = Number.isNaN(firstHead) ? {} : { features: firstHead - seenAt, heads };
      const policy = decidedAt - (Number.isNaN(firstHead) ? seenAt : firstHead) - heads;
      return { online: seenAt - begun, ...before, policy, journal: stopwatch() - decidedAt };
    },
  };
}
