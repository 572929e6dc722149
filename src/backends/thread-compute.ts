import { availableParallelism } from "node:os";
import type { Worker } from "node:worker_threads";
import { type Carried, defineError, type ErrorConstructor, rebuilt } from "../kernel/index.ts";
import type { Compute } from "../store/index.ts";
import type { Asked } from "./kernel-host.ts";
import { threadShelf } from "./thread-shelf.ts";

export const workFailed: ErrorConstructor<{ readonly why: string }> = defineError("compute.failed", {
  headline: "Work failed on another thread",
  message: ({ why }: { readonly why: string }) => `A part of the work failed: ${why}.`,
});

/**
 * Computes on worker threads, one per core and at most one per input; where inputs are too few for the cores, each gets a
 * team of those that are left over. A failing input fails the whole with its own error; so does `signal`,
 * with its own reason and at once: a thread in the middle of its work is ended.
 */
export function threadCompute(all: number = availableParallelism(), signal?: AbortSignal): Compute {
  const shelf = threadShelf();
  return {
    prepare(kernels, inputs) {
      shelf.stock(
        Math.min(all, inputs),
        kernels.map(({ module }) => module),
      );
    },
    async map(kernel, inputs, done) {
      const queue = [...inputs.entries()];
      const outputs = new Array(inputs.length);
      let finished = 0;
      const lane = async (): Promise<void> => {
        signal?.throwIfAborted();
        const worker = shelf.take();
        const stop = (): void => void worker.terminate();
        signal?.addEventListener("abort", stop);
        try {
          for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
            const [index, input] = next;
            const threads = threadsFor(index, { inputs: inputs.length, threads: all });
            outputs[index] = await ask(worker, { module: kernel.module, work: { input, threads } });
            done?.(++finished, index, outputs[index]);
          }
          shelf.put(worker);
        } catch (thrown) {
          // Nobody will ask for the rest.
          queue.length = 0;
          await worker.terminate();
          signal?.throwIfAborted();
          throw thrown;
        } finally {
          signal?.removeEventListener("abort", stop);
        }
      };
      await Promise.all(Array.from({ length: Math.min(all, inputs.length) }, lane));
      return outputs;
    },
  };
}

/** An error of ours as it was thrown there; anything else as failed work. */
function failureOf(failed: Carried): Error {
  return failed.facts === null ? workFailed({ why: failed.message }) : rebuilt(failed.facts, failed.message);
}

/** Threads for one input: the last round, when it cannot fill every thread, shares them out. */
function threadsFor(index: number, of: { readonly inputs: number; readonly threads: number }): number {
  const inLastRound = of.inputs % of.threads;
  return index < of.inputs - inLastRound ? 1 : Math.floor(of.threads / inLastRound);
}

type Answer = { readonly output: unknown } | { readonly failed: Carried };

function ask<Output>(worker: Worker, asked: Asked): Promise<Output> {
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
    worker.postMessage(asked);
  });
}
