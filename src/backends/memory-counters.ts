import { type Counters, type CounterWindow, storeClosed, takeFrom } from "../store/index.ts";

/** Counters of one process, forgotten when it ends: for simulations and tests. */
export function memoryCounters(): Counters {
  const windows = new Map<string, CounterWindow>();
  let isClosed = false;
  return {
    async take(key, take) {
      if (isClosed) throw storeClosed({ what: "the counters" });
      const name = `${take.windowMs} ${key}`;
      const { window, given } = takeFrom(windows.get(name), take);
      windows.set(name, window);
      return given;
    },
    async close() {
      isClosed = true;
    },
  };
}
