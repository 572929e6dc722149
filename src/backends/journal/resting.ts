import { setTimeout as sleep } from "node:timers/promises";

/** Gives way between two steps of long work. */
export type Rest = () => Promise<void>;

/** For whoever has the machine to itself. */
export const noRest: Rest = async () => undefined;

/** Milliseconds: shorter rests are added up, because a timer is no more exact than that. */
const SHORTEST = 4;
/** However little is left to do, it ends some day. */
const LEAST = 1 / 8;
/** So many files that wait, and the work takes all the time that the machine gives it. */
const MOST_WAITING = 32;

/**
 * Works a share of the time and rests for the others: an eighth of it while little waits, all of it once 32 files do. Work that
 * nobody waits for then takes from those who are waited for only what is needed to keep up with them.
 */
export function resting(waiting: () => number): Rest {
  let since = performance.now();
  return async () => {
    const share = Math.min(1, Math.max(LEAST, waiting() / MOST_WAITING));
    const rest = (performance.now() - since) * (1 / share - 1);
    if (rest < SHORTEST && share < 1) return;
    if (share < 1) await sleep(rest);
    since = performance.now();
  };
}
