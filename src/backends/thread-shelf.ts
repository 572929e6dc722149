import { Worker } from "node:worker_threads";
import type { Asked } from "./kernel-host.ts";
import { threadEnvironment } from "./thread-start.ts";

/** Milliseconds that a thread without work is kept: to start one, and load its kernels, takes a good part of a second. */
const PATIENCE = 2_000;
/** And one that waits for work that was announced. */
const LONG_PATIENCE = 60_000;

/** Threads between two pieces of work. They keep no process from ending. */
export interface ThreadShelf {
  /** A thread that has worked before, or a new one. */
  take(): Worker;
  /** Puts back a thread that has done its work. */
  put(worker: Worker): void;
  /** Sees to it that so many threads wait, with these modules loaded. */
  stock(threads: number, modules: readonly string[]): void;
}

/** An empty shelf. */
export function threadShelf(): ThreadShelf {
  const idle = new Map<Worker, NodeJS.Timeout>();
  const keep = (worker: Worker, patience: number): void => {
    worker.unref();
    const end = (): void => {
      idle.delete(worker);
      void worker.terminate();
    };
    idle.set(worker, setTimeout(end, patience).unref());
  };
  const take = (): Worker => {
    const [found] = idle;
    if (found === undefined) return startWorker();
    const [worker, timer] = found;
    clearTimeout(timer);
    idle.delete(worker);
    worker.ref();
    return worker;
  };
  return {
    take,
    put: (worker) => keep(worker, PATIENCE),
    stock(threads, modules) {
      const workers = Array.from({ length: threads }, take);
      for (const worker of workers) {
        for (const module of modules) worker.postMessage({ module } satisfies Asked);
        keep(worker, LONG_PATIENCE);
      }
    },
  };
}

function startWorker(): Worker {
  const host = new URL(import.meta.url.endsWith(".ts") ? "./kernel-host.ts" : "./kernel-host.js", import.meta.url);
  return new Worker(host, { env: threadEnvironment() });
}
