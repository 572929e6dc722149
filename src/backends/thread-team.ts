import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Team } from "../store/index.ts";

/**
 * Threads that help inside a fit, over memory that they share with it. They start with the first fit that enlists them,
 * wait without work in between, and never keep a process alive. `threads` counts the caller's own; default: one per core.
 *
 * A fit needs none of them: a helper that starts late joins late, and one that dies is done without.
 */
export function threadTeam(threads: number = availableParallelism()): Team {
  let helpers: readonly Worker[] | undefined;
  return {
    threads,
    enlist(service) {
      helpers ??= Array.from({ length: threads - 1 }, startHelper);
      for (const helper of helpers) helper.postMessage(service);
    },
  };
}

/**
 * What a helper does: it serves one fit after another. Text, so that a thread starts without reading, resolving or
 * stripping a module: half the time, which a short fit would lose.
 */
const HOST = `require("node:worker_threads").parentPort.on("message", ({ module, memory, control }) => {
  new WebAssembly.Instance(module, { env: { memory } }).exports.serve(control);
});`;

function startHelper(): Worker {
  const helper = new Worker(HOST, { eval: true, execArgv: [] });
  // Without a listener, a helper that fails would end the process.
  helper.on("error", () => undefined);
  helper.unref();
  return helper;
}
