import { setTimeout as sleep } from "node:timers/promises";

/** Gives way between two steps of long work. */
export type Rest = () => Promise<void>;

/** For whoever has the machine to itself. */
export const noRest: Rest = async () => undefined;

/** What a share of the time is reckoned with. */
export interface Clockwork {
  /** Milliseconds that the work has taken from others. Default: the processor time of this process. */
  readonly spent?: () => number;
  /** Waits so many milliseconds. */
  readonly pause?: (ms: number) => Promise<unknown>;
}

/** Milliseconds: shorter rests are added up, because a timer is no more exact than that. */
const SHORTEST = 4;
/** However little is left to do, it ends some day. */
const LEAST = 1 / 8;
/** So many files that wait, and the work takes all the time that the machine gives it. */
const MOST_WAITING = 32;

/**
 * Works a share of the time and rests for the others: an eighth of it while little waits, all of it once 32 files do. Work that
 * nobody waits for then takes from those who are waited for only what is needed to keep up with them. It rests for the time that
 * it had the processor, not for the time that passed: on a busy machine it has waited enough for its turn.
 */
export function resting(waiting: () => number, { spent = processorTime, pause = sleep }: Clockwork = {}): Rest {
  let since = spent();
  return async () => {
    const share = Math.min(1, Math.max(LEAST, waiting() / MOST_WAITING));
    const rest = (spent() - since) * (1 / share - 1);
    if (rest < SHORTEST && share < 1) return;
    if (share < 1) await pause(rest);
    since = spent();
  };
}

function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
