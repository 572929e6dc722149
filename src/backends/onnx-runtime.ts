import { createRequire } from "node:module";
import { resolve } from "node:path";
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import { defineError, type ErrorConstructor } from "../kernel/index.ts";
import type { ForeignRuntime, ForeignSession, OnnxTensor } from "../model/index.ts";
import type { OnnxAnswer, OnnxHostData, OnnxRequest } from "./onnx-messages.ts";

/** The runtime's package cannot be found. */
export const onnxRuntimeMissing: ErrorConstructor<Record<never, never>> = defineError("onnx.runtime-missing", {
  headline: "The ONNX runtime is not installed",
  message: () => "This model's graph needs the package onnxruntime-node, which was not found.",
  hint: () => "Install it: npm i onnxruntime-node (288 MB).",
});

/** The runtime refused a file or a row, or its thread ended. The session stays ended. */
export const onnxRuntimeFailed: ErrorConstructor<{ readonly why: string }> = defineError("onnx.runtime-failed", {
  headline: "The ONNX runtime failed",
  message: ({ why }: { readonly why: string }) => `onnxruntime-node must load the model and run it. It said: ${why}.`,
});

/** The runtime did not answer in time. Its thread was ended, and the session stays ended. */
export const onnxRuntimeSlow: ErrorConstructor<{ readonly ms: number }> = defineError("onnx.runtime-slow", {
  headline: "The ONNX runtime did not answer",
  message: ({ ms }: { readonly ms: number }) => `onnxruntime-node must answer within ${ms} ms. It did not.`,
  hint: () => "Load the model again to start anew; give it more time with `timeoutMs`.",
});

/** Where the optional runtime is, and how long it may take. */
export interface OnnxRuntimeOptions {
  /** A directory whose node_modules holds onnxruntime-node. Default: where Alidade is, then the working directory. */
  readonly from?: string;
  /** How long a run may take, in milliseconds. Default 10,000. */
  readonly timeoutMs?: number;
  /** How long starting and loading may take, in milliseconds. Default 60,000. */
  readonly loadTimeoutMs?: number;
}

/**
 * onnxruntime-node for graphs that Alidade does not evaluate itself, loaded on first use. Each model runs on a thread of its
 * own, which the caller waits for. Throws `onnx.runtime-missing`, `onnx.runtime-failed`, `onnx.runtime-slow`.
 */
export function onnxRuntime(options: OnnxRuntimeOptions = {}): ForeignRuntime {
  const { timeoutMs = 10_000, loadTimeoutMs = 60_000 } = options;
  // A model that nobody holds any more takes its thread along.
  const threads = new FinalizationRegistry<Worker>((worker) => void worker.terminate());
  return {
    open(model: Uint8Array, limits: { readonly timeoutMs?: number } = {}): ForeignSession {
      const mostMs = Math.min(timeoutMs, limits.timeoutMs ?? timeoutMs);
      const { ask, worker } = startThread(findPackage(options.from));
      ask({ load: model }, loadTimeoutMs);
      const session: ForeignSession = {
        run: (inputs, output) => tensorOf(ask({ inputs: [...inputs], output }, mostMs)),
      };
      threads.register(session, worker);
      return session;
    },
  };
}

function findPackage(from: string | undefined): string {
  const places = from === undefined ? [import.meta.url, resolve("x.js")] : [resolve(from, "x.js")];
  for (const place of places) {
    try {
      return createRequire(place).resolve("onnxruntime-node");
    } catch {
      // Not here; perhaps in the next place.
    }
  }
  throw onnxRuntimeMissing({});
}

function tensorOf(answer: OnnxAnswer): OnnxTensor {
  if ("tensor" in answer) return answer.tensor;
  throw onnxRuntimeFailed({ why: "it gave no output" });
}

type Ask = (request: OnnxRequest, ms: number) => OnnxAnswer;

/** A thread that answers one request at a time. After its first failure to answer at all, it is gone for good. */
function startThread(path: string): { readonly ask: Ask; readonly worker: Worker } {
  const signal = new Int32Array(new SharedArrayBuffer(4));
  const { port1: port, port2 } = new MessageChannel();
  const host = new URL(import.meta.url.endsWith(".ts") ? "./onnx-host.ts" : "./onnx-host.js", import.meta.url);
  const workerData: OnnxHostData = { path, port: port2, signal };
  const worker = new Worker(host, { workerData, transferList: [port2] });
  worker.unref();
  // A thread that fails to start cannot say so while its caller waits; the wait then runs out.
  worker.on("error", () => {});
  let ended: Error | undefined;
  const end = (error: Error): Error => {
    ended = error;
    void worker.terminate();
    return error;
  };
  const ask: Ask = (request, ms) => {
    if (ended !== undefined) throw ended;
    Atomics.store(signal, 0, 0);
    port.postMessage(request);
    if (Atomics.wait(signal, 0, 0, ms) === "timed-out") throw end(onnxRuntimeSlow({ ms }));
    const answer = answerIn(port);
    if (answer === undefined) throw end(onnxRuntimeFailed({ why: "its thread ended" }));
    if ("failed" in answer)
      throw "load" in request
        ? end(onnxRuntimeFailed({ why: answer.failed }))
        : onnxRuntimeFailed({ why: answer.failed });
    return answer;
  };
  return { ask, worker };
}

function answerIn(port: MessagePort): OnnxAnswer | undefined {
  return (receiveMessageOnPort(port) as { readonly message: OnnxAnswer } | undefined)?.message;
}
