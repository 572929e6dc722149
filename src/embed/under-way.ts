import { deciderClosed } from "./errors.ts";

/** Knows what is under way, so that what was begun is finished before its journal is closed. */
export interface UnderWay {
  /** Runs a piece of work. Throws `decide.closed` after `end`. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Lets nothing more begin, and waits for what did. */
  end(): Promise<void>;
}

export function underWay(): UnderWay {
  const running = new Set<Promise<unknown>>();
  let isOver = false;
  return {
    run: async (work) => {
      if (isOver) throw deciderClosed({});
      const one = work();
      running.add(one);
      try {
        return await one;
      } finally {
        running.delete(one);
      }
    },
    end: async () => {
      isOver = true;
      await Promise.allSettled(running);
    },
  };
}
