import { interrupted } from "../calling/errors.ts";
import type { Host } from "./host.ts";

/** How a command learns that it is to stop, and what becomes of one that does not listen. */
export interface Interruption {
  readonly signal: AbortSignal;
  /** What the work comes to; a rejection once the command was told to stop and did not within its time. */
  race(work: Promise<number>): Promise<number>;
  /** The exit code of the signal that came; undefined when none did. */
  exit(): number | undefined;
  close(): void;
}

/** Milliseconds that a command has to end by itself, unless it says that it needs more. */
const PATIENCE = 3_000;

/** Listens for Ctrl-C and its kin. A second one does not wait. */
export function openInterruption(host: Pick<Host, "onInterrupt">, patienceMs: number = PATIENCE): Interruption {
  const stop = new AbortController();
  const giveUp = Promise.withResolvers<never>();
  // Nobody may be waiting when it comes to that.
  giveUp.promise.catch(() => undefined);
  let came: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  const unlisten = host.onInterrupt((exit) => {
    if (came !== undefined) giveUp.reject(interrupted({}));
    came ??= exit;
    stop.abort(interrupted({}));
    timer ??= setTimeout(() => giveUp.reject(interrupted({})), patienceMs);
  }, patienceMs);
  return {
    signal: stop.signal,
    race: (work) => Promise.race([work, giveUp.promise]),
    exit: () => came,
    close() {
      unlisten();
      clearTimeout(timer);
    },
  };
}
