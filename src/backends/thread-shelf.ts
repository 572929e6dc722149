import { Worker } from "node:worker_threads";
import type { Kernel } from "../store/index.ts";

/** Milliseconds that a thread without work is kept: to start one, and load its kernel, takes a good part of a second. */
const PATIENCE = 2_000;

/** Threads between two pieces of work. They keep no process from ending. */
export interface ThreadShelf {
  /** A thread that has loaded the kernel before, or a new one. */
  take(kernel: Pick<Kernel<never, never>, "module">): Worker;
  /** Puts back a thread that has done its work. */
  put(kernel: Pick<Kernel<never, never>, "module">, worker: Worker): void;
}

/** An empty shelf. */
export function threadShelf(): ThreadShelf {
  const idle = new Map<string, Map<Worker, NodeJS.Timeout>>();
  return {
    take({ module }) {
      const [found] = idle.get(module) ?? [];
      if (found === undefined) return startWorker(module);
      const [worker, timer] = found;
      clearTimeout(timer);
      idle.get(module)?.delete(worker);
      worker.ref();
      return worker;
    },
    put({ module }, worker) {
      const shelf = idle.get(module) ?? new Map<Worker, NodeJS.Timeout>();
      idle.set(module, shelf);
      worker.unref();
      const end = (): void => {
        shelf.delete(worker);
        void worker.terminate();
      };
      shelf.set(worker, setTimeout(end, PATIENCE).unref());
    },
  };
}

function startWorker(module: string): Worker {
  const host = new URL(import.meta.url.endsWith(".ts") ? "./kernel-host.ts" : "./kernel-host.js", import.meta.url);
  return new Worker(host, { workerData: { module } });
}
