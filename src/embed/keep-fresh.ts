import type { Decider } from "../decide/index.ts";
import { messageOf } from "../kernel/index.ts";
import type { Log } from "../server/index.ts";

/** Stops looking, once what is under way is done. */
export interface KeptFresh {
  stop(): Promise<void>;
}

/**
 * Takes up what was released since, every so many milliseconds, never twice at once. What cannot be taken up is told once, and what was
 * served before stays. Keeps no program running that has nothing else to do.
 */
export function keepFresh(decider: Pick<Decider, "refresh">, everyMs: number, log: Log): KeptFresh {
  let told: string | undefined;
  const look = async (): Promise<void> => {
    try {
      if (await decider.refresh()) log.info({}, "what is served has changed");
      told = undefined;
    } catch (thrown) {
      const why = messageOf(thrown);
      if (why !== told) log.error({ err: thrown }, "what was released since is not served");
      told = why;
    }
  };
  let running: Promise<void> | undefined;
  const timer = setInterval(() => {
    running ??= look().finally(() => {
      running = undefined;
    });
  }, everyMs);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
