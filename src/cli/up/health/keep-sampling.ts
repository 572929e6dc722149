import type { Clock } from "../../../kernel/index.ts";
import type { RunningServer } from "../../../server/index.ts";
import { type HealthMemory, keepSample } from "./health-memory.ts";

export interface SamplingOptions {
  readonly memory: HealthMemory;
  readonly server: Pick<RunningServer, "answers" | "unready">;
  readonly clock: Clock;
  /** Milliseconds since any fixed moment, which no clock that is set changes. */
  readonly stopwatch: () => number;
  /** Milliseconds from one sample to the next; see {@link sampleEvery}. */
  readonly everyMs: number;
}

/** So often it is asked whether the server is ready; one that says nothing for so long is not. Milliseconds. */
const [TICK, PATIENCE] = [1_000, 5_000];
/** Samples of a period: four of the longest periods are in memory. */
const OF_A_PERIOD = 1_000;

/** How far samples are apart, where systems are looked at in such periods. Milliseconds. */
export function sampleEvery(periodsMs: readonly number[]): number {
  return Math.max(TICK, Math.max(0, ...periodsMs) / OF_A_PERIOD);
}

/** Samples the server of this process until what is returned is called. */
export function keepSampling({ memory, server, clock, stopwatch, everyMs }: SamplingOptions): () => void {
  let [last, kept, unreadyMs, mostBytes] = [stopwatch(), Number.NEGATIVE_INFINITY, 0, 0];
  let isUnready = false;
  let askedAt: number | undefined;
  const ask = async (): Promise<void> => {
    if (askedAt !== undefined) return;
    askedAt = stopwatch();
    isUnready = (await server.unready()) !== null;
    askedAt = undefined;
  };
  const sample = (): void => {
    const { user, system } = process.cpuUsage();
    const cpuSeconds = (user + system) / 1e6;
    keepSample(memory, { at: clock.now(), ...server.answers(), unreadyMs, cpuSeconds, memory: mostBytes });
    mostBytes = 0;
  };
  const tick = (): void => {
    const now = stopwatch();
    if (isUnready || (askedAt !== undefined && now - askedAt > PATIENCE)) unreadyMs += now - last;
    last = now;
    mostBytes = Math.max(mostBytes, process.memoryUsage.rss());
    // A timer may be a little early.
    if (now - kept > everyMs - TICK / 2) {
      sample();
      kept = now;
    }
    void ask();
  };
  tick();
  const timer = setInterval(tick, TICK);
  timer.unref();
  return () => clearInterval(timer);
}
