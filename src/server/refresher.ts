import type { Decider } from "../decide/index.ts";
import type { Log } from "./log.ts";

/** Takes up what was released since, in the background. */
export interface Refresher {
  /** What the last attempt failed with; undefined when it went well. */
  failure(): unknown;
  /** Stops and waits for an attempt under way. */
  stop(): Promise<void>;
}

/** Asks every `everyMs` milliseconds, never twice at once. A failure is logged, and what was served before stays. */
export function startRefreshing(decider: Decider, log: Log, everyMs: number): Refresher {
  let running: Promise<void> | undefined;
  let failure: unknown;
  const refresh = async (): Promise<void> => {
    try {
      if (await decider.refresh()) log.info({}, "what is served has changed");
      failure = undefined;
    } catch (thrown) {
      if (failure === undefined) log.error({ err: thrown }, "cannot look for what was released since");
      failure = thrown;
    } finally {
      running = undefined;
    }
  };
  const timer = setInterval(() => {
    running ??= refresh();
  }, everyMs);
  timer.unref();
  return {
    failure: () => failure,
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
