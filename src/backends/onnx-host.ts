import { createRequire } from "node:module";
import { workerData } from "node:worker_threads";
import { messageOf } from "../kernel/index.ts";
import type { OnnxTensor } from "../model/index.ts";
import type { OnnxAnswer, OnnxHostData, OnnxRequest } from "./onnx-messages.ts";

// The entry of a thread that holds one session of onnxruntime-node. Its caller is blocked until the signal is raised, so
// every way to end raises it.

type NumberType = Exclude<OnnxTensor["type"], "string">;

interface RuntimeTensor {
  readonly type: string;
  readonly dims: readonly number[];
  readonly data: ArrayLike<number | bigint | string>;
}

interface Session {
  run(
    feeds: Readonly<Record<string, RuntimeTensor>>,
    fetches: readonly string[],
  ): Promise<Record<string, RuntimeTensor>>;
}

/** What is used of the package. */
interface Runtime {
  readonly Tensor: new (type: string, data: unknown, dims: readonly number[]) => RuntimeTensor;
  readonly InferenceSession: { create(model: Uint8Array, options: object): Promise<Session> };
}

const { path, port, signal } = workerData as OnnxHostData;
let session: Session | undefined;

function raise(): void {
  Atomics.store(signal, 0, 1);
  Atomics.notify(signal, 0);
}

process.on("exit", raise);
port.on("message", (request: OnnxRequest) => {
  answerTo(request)
    .catch((thrown: unknown): OnnxAnswer => ({ failed: messageOf(thrown) }))
    .then((answer) => {
      port.postMessage(answer);
      raise();
    });
});

async function answerTo(request: OnnxRequest): Promise<OnnxAnswer> {
  const runtime = createRequire(path)(path) as Runtime;
  if ("load" in request) {
    session = await runtime.InferenceSession.create(request.load, { intraOpNumThreads: 1, interOpNumThreads: 1 });
    return { loaded: true };
  }
  const feeds = Object.fromEntries(request.inputs.map(([name, tensor]) => [name, toRuntime(runtime, tensor)]));
  const made = (await session?.run(feeds, [request.output]))?.[request.output];
  return made === undefined ? { failed: "it gave no output" } : { tensor: fromRuntime(made) };
}

const ARRAYS: Readonly<Record<NumberType, (data: Float64Array) => unknown>> = {
  float: (data) => Float32Array.from(data),
  double: (data) => data,
  int32: (data) => Int32Array.from(data),
  int64: (data) => BigInt64Array.from(data, BigInt),
  uint8: (data) => Uint8Array.from(data),
  bool: (data) => Uint8Array.from(data),
};

const NAMES: Readonly<Record<string, NumberType>> = {
  float32: "float",
  float64: "double",
  int32: "int32",
  int64: "int64",
  uint8: "uint8",
  bool: "bool",
};

function toRuntime({ Tensor }: Runtime, tensor: OnnxTensor): RuntimeTensor {
  if (tensor.type === "string") return new Tensor("string", tensor.data, tensor.dims);
  const name = Object.keys(NAMES).find((each) => NAMES[each] === tensor.type) ?? tensor.type;
  return new Tensor(name, ARRAYS[tensor.type](tensor.data), tensor.dims);
}

function fromRuntime({ type, dims, data }: RuntimeTensor): OnnxTensor {
  if (type === "string") return { type, dims, data: Array.from(data, String) };
  return { type: NAMES[type] ?? "double", dims, data: Float64Array.from(data, Number) };
}
