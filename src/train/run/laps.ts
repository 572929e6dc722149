/** Time by lap. */
export interface Laps {
  /** Ends a lap that began where the last one ended. */
  lap(name: string): void;
  /** Seconds in all, and by lap. */
  total(): Readonly<Record<string, number>>;
}

/** Starts to measure by a stopwatch in milliseconds. */
export function startLaps(stopwatch: () => number): Laps {
  const started = stopwatch();
  let last = started;
  const laps: Record<string, number> = {};
  const seconds = (ms: number): number => Math.round(ms) / 1000;
  return {
    lap(name) {
      const now = stopwatch();
      laps[name] = seconds(now - last);
      last = now;
    },
    total: () => ({ total: seconds(last - started), ...laps }),
  };
}
