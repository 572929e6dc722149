import type { Clock } from "../../../kernel/index.ts";
import type { RunningServer } from "../../../server/index.ts";
import { type HealthMemories, type HealthMemory, healthMemory, keepSample } from "./health-memory.ts";

/** A system of the server, and the periods in which it is looked at. */
export interface SampledSystem {
  readonly name: string;
  readonly periodMs: number;
}

export interface SamplingOptions {
  readonly systems: readonly SampledSystem[];
  readonly server: Pick<RunningServer, "answers" | "unready">;
  readonly clock: Clock;
  /** Milliseconds since any fixed moment, which no clock that is set changes. */
  readonly stopwatch: () => number;
}

/** Samples that are taken of a server until it is told to stop. */
export interface Sampling {
  readonly memories: HealthMemories;
  stop(): void;
}

/** So often it is asked whether the server is ready; one that says nothing for so long is not. Milliseconds. */
const [TICK, PATIENCE] = [1_000, 5_000];
/** Samples of a period. */
const OF_A_PERIOD = 1_000;

/**
 * How far the samples of a system are apart: a thousandth of its own periods, whatever those of others, and a second at least. So
 * the memory holds four periods, and at least 68 minutes; of what is older nothing is known. Milliseconds.
 */
export function sampleEvery(periodMs: number): number {
  return Math.max(TICK, periodMs / OF_A_PERIOD);
}

/** Samples the server of this process, for each of its systems by itself. */
export function keepSampling({ systems, server, clock, stopwatch }: SamplingOptions): Sampling {
  const sampled = systems.map(({ name, periodMs }) => sampledOne(name, sampleEvery(periodMs)));
  let [last, unreadyMs] = [stopwatch(), 0];
  let isUnready = false;
  let askedAt: number | undefined;
  const ask = async (): Promise<void> => {
    if (askedAt !== undefined) return;
    askedAt = stopwatch();
    isUnready = (await server.unready()) !== null;
    askedAt = undefined;
  };
  const tick = (): void => {
    const now = stopwatch();
    if (isUnready || (askedAt !== undefined && now - askedAt > PATIENCE)) unreadyMs += now - last;
    last = now;
    const { user, system } = process.cpuUsage();
    const whole = { at: clock.now(), unreadyMs, cpuSeconds: (user + system) / 1e6 };
    takeSamples(sampled, server, { now, whole, bytes: process.memoryUsage.rss() });
    void ask();
  };
  tick();
  const timer = setInterval(tick, TICK);
  timer.unref();
  return { memories: new Map(sampled.map(({ name, memory }) => [name, memory])), stop: () => clearInterval(timer) };
}

/** A system, and since when there is no newer sample of it. */
interface Sampled {
  readonly name: string;
  readonly everyMs: number;
  readonly memory: HealthMemory;
  keptAt: number;
  /** The most that the process held since. */
  mostBytes: number;
}

function sampledOne(name: string, everyMs: number): Sampled {
  return { name, everyMs, memory: healthMemory(), keptAt: Number.NEGATIVE_INFINITY, mostBytes: 0 };
}

/** What is of the whole server at a tick. */
interface Tick {
  /** On the stopwatch. */
  readonly now: number;
  readonly whole: { readonly at: number; readonly unreadyMs: number; readonly cpuSeconds: number };
  readonly bytes: number;
}

/** Keeps a sample of every system of which one is due. */
function takeSamples(
  sampled: readonly Sampled[],
  server: Pick<RunningServer, "answers">,
  { now, whole, bytes }: Tick,
): void {
  const { failed: lost } = server.answers(null);
  const answered = sampled.map((one) => ({ one, own: server.answers(one.name) }));
  const known = answered.reduce((sum, { own }) => sum + own.requests, 0);
  for (const { one, own } of answered) {
    one.mostBytes = Math.max(one.mostBytes, bytes);
    // A timer may be a little early.
    if (now - one.keptAt <= one.everyMs - TICK / 2) continue;
    keepSample(one.memory, { ...whole, ...own, known, lost, memory: one.mostBytes });
    Object.assign(one, { keptAt: now, mostBytes: 0 });
  }
}
