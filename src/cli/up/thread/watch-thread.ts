import { parentPort, workerData } from "node:worker_threads";
import { runFresh } from "../../host/run-fresh.ts";
import { loadSystems } from "../../load-system.ts";
import type { HealthMemories } from "../health/health-memory.ts";
import type { UpEvent } from "../look.ts";
import { watchSystems } from "../watch/watch-systems.ts";
import type { WatcherSays } from "../watch/watcher.ts";
import { type SharedTime, sharedClock } from "./shared-clock.ts";

/** What the entry of the thread that watches is given. */
export interface WatchThreadData {
  /** Absolute paths of the system files. */
  readonly files: readonly string[];
  readonly cwd: string;
  /** Absolute path of the state. */
  readonly directory: string;
  readonly everyMs: number;
  readonly periodMs: number | undefined;
  readonly retrains: boolean;
  /** The time of replayed history; null: real time. */
  readonly time: SharedTime | null;
  /** Samples of the server of this process, by system; null: none are taken. */
  readonly health: HealthMemories | null;
}

/** What the thread says. */
export type WatchThreadSays =
  | { readonly kind: "looked"; readonly says: WatcherSays }
  | { readonly kind: "event"; readonly event: UpEvent }
  /** All that was begun has ended or was put back. */
  | { readonly kind: "ended" };

const data = workerData as WatchThreadData;
const stop = new AbortController();

function say(says: WatchThreadSays): void {
  parentPort?.postMessage(says);
}

/** Anything that is said to this thread ends it. */
parentPort?.once("message", () => stop.abort());

async function watch(): Promise<void> {
  const { files, cwd, directory, everyMs, periodMs, retrains, time, health } = data;
  const { signal } = stop;
  const presets = await import("../../../presets.ts");
  const loaded = await loadSystems(files, cwd);
  const state = await presets.openState(directory, { create: true });
  await watchSystems(loaded, {
    ...{ state, cwd, everyMs, periodMs, retrains, signal, env: process.env },
    ...{ clock: sharedClock(time), isReplayed: time !== null, health: health ?? undefined },
    backends: async () => presets,
    fresh: (argv, { until, aside = false } = {}) => {
      const ends = until === undefined ? signal : AbortSignal.any([signal, until]);
      return runFresh([...argv, "--json", "--dir", directory], ends, { aside });
    },
    say: (says) => say({ kind: "looked", says }),
    event: (event) => say({ kind: "event", event }),
  });
  await state.close();
  say({ kind: "ended" });
}

void watch();
