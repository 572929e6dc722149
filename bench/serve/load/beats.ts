import { Worker } from "node:worker_threads";

/** A timer has a grain of a millisecond, in which five requests would leave at once: a thread that sleeps has a finer one. */
const SLEEPER = `
  const { parentPort } = require("node:worker_threads");
  const still = new Int32Array(new SharedArrayBuffer(4));
  for (;;) {
    Atomics.wait(still, 0, 0, 0.25);
    parentPort.postMessage(0);
  }
`;

/** Calls about every third of a millisecond, until what is returned is called. */
export function beats(call: () => void): () => Promise<number> {
  const worker = new Worker(SLEEPER, { eval: true });
  worker.on("message", call);
  return () => worker.terminate();
}
