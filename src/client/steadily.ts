/** Work that is done again and again, by itself and when it is asked for, never twice at once. */
export interface Steadily {
  /** Sees to it that the work is done soon: at once, or with whatever else comes within the usual wait. */
  soon(now: boolean): void;
  /** Does it now, and gives how that went. */
  now(): Promise<void>;
  stop(): void;
}

/** The longest wait after failures, in milliseconds. */
const LONGEST = 60_000;

/** Repeats `work` as long as there `isMore`; after a failure it waits twice as long as before. */
export function steadily(work: () => Promise<void>, isMore: () => boolean, everyMs: number): Steadily {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | undefined;
  let failures = 0;
  let isStopped = false;
  const run = async (): Promise<void> => {
    try {
      while (isMore()) await work();
      failures = 0;
    } catch (thrown) {
      failures++;
      throw thrown;
    } finally {
      running = undefined;
      soon(false);
    }
  };
  const now = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    running ??= run();
    return running;
  };
  const soon = (atOnce: boolean): void => {
    if (isStopped || running !== undefined || !isMore()) return;
    if (timer !== undefined && !(atOnce && failures === 0)) return;
    clearTimeout(timer);
    const wait = atOnce && failures === 0 ? 0 : Math.min(LONGEST, everyMs * 2 ** failures);
    // Whoever wants to know what went wrong asks for it now; by itself it is only tried again.
    timer = setTimeout(() => now().catch(() => undefined), wait);
    (timer as { unref?: () => void }).unref?.();
  };
  return {
    soon,
    now,
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
