import { type Counters, storeClosed, windowsInMemory } from "../store/index.ts";

/** Counters of one process, forgotten when it ends: for simulations and tests. */
export function memoryCounters(): Counters {
  const take = windowsInMemory();
  let isClosed = false;
  return {
    async take(key, asked) {
      if (isClosed) throw storeClosed({ what: "the counters" });
      return take(key, asked);
    },
    async close() {
      isClosed = true;
    },
  };
}
