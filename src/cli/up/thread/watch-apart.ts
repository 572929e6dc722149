import { Worker } from "node:worker_threads";
import { type Instant, messageOf } from "../../../kernel/index.ts";
import type { UpEvent, WatcherLook } from "../look.ts";
import type { WatcherSays } from "../watch/watcher.ts";
import type { WatchThreadData, WatchThreadSays } from "./watch-thread.ts";

export interface WatchApartOptions {
  readonly data: WatchThreadData;
  /** What the thread's environment is. */
  readonly env: NodeJS.ProcessEnv;
  readonly now: () => Instant;
  readonly looked: (says: WatcherSays) => void;
  readonly event: (event: UpEvent) => void;
  /** Told when the thread has ended by itself, and when it was begun again. */
  readonly changed: (status: Pick<WatcherLook, "status" | "says" | "restarts">) => void;
}

/** Milliseconds from a thread's end to the next one's beginning: twice as long each time, unless it has run well in between. */
const [FIRST_PAUSE, LONGEST_PAUSE, WELL] = [1_000, 60_000, 300_000];
/** Milliseconds in which it puts back what it had begun. */
const PATIENCE = 6_000;

/** Watches in a thread of its own. One that dies is begun again, and nobody who asks for decisions notices. */
export function watchApart(options: WatchApartOptions): { close(): Promise<void> } {
  const { event, changed, now } = options;
  let [restarts, pause, isClosing] = [0, FIRST_PAUSE, false];
  let timer: NodeJS.Timeout | undefined;
  let worker: Worker | undefined;
  const begin = (): void => {
    const began = performance.now();
    worker = startThread(options);
    // "exit" follows upon "error".
    let why = "it ended by itself";
    worker.once("error", (thrown) => {
      why = messageOf(thrown);
    });
    worker.once("exit", () => {
      worker = undefined;
      if (isClosing) return;
      if (performance.now() - began > WELL) pause = FIRST_PAUSE;
      const says = `the thread that watches has ended, and begins again in ${Math.round(pause / 1_000)} s: ${why}`;
      changed({ status: "down", says, restarts });
      event({ at: now(), system: null, kind: "watcher", says });
      timer = setTimeout(again, pause);
      pause = Math.min(LONGEST_PAUSE, pause * 2);
    });
  };
  const again = (): void => {
    restarts++;
    changed({ status: "starting", says: "", restarts });
    begin();
  };
  begin();
  return {
    async close() {
      isClosing = true;
      clearTimeout(timer);
      if (worker !== undefined) await stopThread(worker);
    },
  };
}

const ENDING = import.meta.url.endsWith(".ts") ? "ts" : "js";
const ENTRY = new URL(`./watch-thread.${ENDING}`, import.meta.url);
/** So that a system file finds Alidade from wherever it lies. */
const DOORS = new URL("../../../../bin/doors.js", import.meta.url).href;

function startThread({ data, env, looked, event }: WatchApartOptions): Worker {
  const execArgv = ["--disable-warning=ExperimentalWarning", "--import", DOORS];
  const worker = new Worker(ENTRY, { env, execArgv, workerData: data });
  worker.on("message", (said: WatchThreadSays) => {
    if (said.kind === "looked") looked(said.says);
    if (said.kind === "event") event(said.event);
  });
  return worker;
}

/** Tells it to end; one that does not within reason is ended: what it had begun is gone on with by whoever comes next. */
async function stopThread(worker: Worker): Promise<void> {
  const ended = new Promise<void>((resolve) => {
    worker.once("exit", () => resolve());
    worker.on("message", (said: WatchThreadSays) => {
      if (said.kind === "ended") resolve();
    });
  });
  worker.postMessage("stop");
  const late = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE).unref());
  await Promise.race([ended, late]);
  await worker.terminate();
}
