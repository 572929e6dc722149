import type { MessagePort } from "node:worker_threads";
import type { OnnxTensor } from "../model/index.ts";

/** What the thread that holds an ONNX session starts with. */
export interface OnnxHostData {
  /** Where onnxruntime-node is. */
  readonly path: string;
  readonly port: MessagePort;
  /** Raised to 1 when an answer is on the port, or when the thread ends. */
  readonly signal: Int32Array;
}

export type OnnxRequest =
  | { readonly load: Uint8Array }
  | { readonly inputs: readonly (readonly [string, OnnxTensor])[]; readonly output: string };

export type OnnxAnswer = { readonly tensor: OnnxTensor } | { readonly loaded: true } | { readonly failed: string };
