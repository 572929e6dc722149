import { parentPort, workerData } from "node:worker_threads";
import { carried } from "./carried-error.ts";

/** The entry of a worker thread: loads one kernel and answers every input with its output. */
const loading = import((workerData as { module: string }).module) as Promise<{ run(input: unknown): unknown }>;

parentPort?.on("message", (input: unknown) => {
  loading
    .then(({ run }) => parentPort?.postMessage({ output: run(input) }))
    .catch((thrown: unknown) => parentPort?.postMessage({ failed: carried(thrown) }));
});
