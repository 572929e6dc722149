import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { defineError, type ErrorConstructor } from "../kernel/index.ts";
import type { Compute, Kernel } from "../store/index.ts";
import { type Carried, rebuilt } from "./carried-error.ts";

export const workFailed: ErrorConstructor<{ readonly why: string }> = defineError("compute.failed", {
  headline: "Work failed on another thread",
  message: ({ why }: { readonly why: string }) => `A part of the work failed: ${why}.`,
});

/**
 * Computes on worker threads, one per core and at most one per input. A failing input fails the whole with its own error; so does `signal`,
 * with its own reason and at once: a thread in the middle of its work is ended.
 */
export function threadCompute(threads: number = availableParallelism(), signal?: AbortSignal): Compute {
  return {
    async map(kernel, inputs, done) {
      const queue = [...inputs.entries()];
      const outputs = new Array(inputs.length);
      let finished = 0;
      const lane = async (): Promise<void> => {
        signal?.throwIfAborted();
        const worker = startWorker(kernel);
        const stop = (): void => void worker.terminate();
        signal?.addEventListener("abort", stop);
        try {
          for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
            outputs[next[0]] = await ask(worker, next[1]);
            done?.(++finished);
          }
        } catch (thrown) {
          signal?.throwIfAborted();
          throw thrown;
        } finally {
          signal?.removeEventListener("abort", stop);
          await worker.terminate();
        }
      };
      await Promise.all(Array.from({ length: Math.min(threads, inputs.length) }, lane));
      return outputs;
    },
  };
}

function startWorker<Input, Output>(kernel: Kernel<Input, Output>): Worker {
  const host = new URL(import.meta.url.endsWith(".ts") ? "./kernel-host.ts" : "./kernel-host.js", import.meta.url);
  return new Worker(host, { workerData: { module: kernel.module } });
}

/** An error of ours as it was thrown there; anything else as failed work. */
function failureOf(failed: Carried): Error {
  return failed.facts === null ? workFailed({ why: failed.message }) : rebuilt(failed.facts, failed.message);
}

type Answer = { readonly output: unknown } | { readonly failed: Carried };

function ask<Input, Output>(worker: Worker, input: Input): Promise<Output> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      worker.removeAllListeners("message").removeAllListeners("error").removeAllListeners("exit");
      act();
    };
    worker.once("message", (answer: Answer) =>
      settle(() => ("failed" in answer ? reject(failureOf(answer.failed)) : resolve(answer.output as Output))),
    );
    worker.once("error", (error) => settle(() => reject(workFailed({ why: error.message }, error))));
    worker.once("exit", (code) => settle(() => reject(workFailed({ why: `the thread ended with code ${code}` }))));
    worker.postMessage(input);
  });
}
