import { bodyCut, type InferRequest, type InferTensor, MOST_ROWS, type TensorValues } from "../../wire/index.ts";
import { parseJson } from "../parse-json.ts";
import { tensorUnfit } from "./errors.ts";

/** How the bytes of each datatype are read, little-endian, and how many there are of one value. */
const READ: ReadonlyMap<string, readonly [size: number, read: (view: DataView, at: number) => number | boolean]> =
  new Map([
    ["FP64", [8, (view, at) => view.getFloat64(at, true)]],
    ["FP32", [4, (view, at) => view.getFloat32(at, true)]],
    ["INT64", [8, (view, at) => Number(view.getBigInt64(at, true))]],
    ["INT32", [4, (view, at) => view.getInt32(at, true)]],
    ["INT16", [2, (view, at) => view.getInt16(at, true)]],
    ["INT8", [1, (view, at) => view.getInt8(at)]],
    ["UINT64", [8, (view, at) => Number(view.getBigUint64(at, true))]],
    ["UINT32", [4, (view, at) => view.getUint32(at, true)]],
    ["UINT16", [2, (view, at) => view.getUint16(at, true)]],
    ["UINT8", [1, (view, at) => view.getUint8(at)]],
    ["BOOL", [1, (view, at) => view.getUint8(at) !== 0]],
  ]);

/**
 * A request of the binary tensor extension: JSON of so many bytes, then the bytes of the tensors, one after the other, each
 * read when a value is asked for. A tensor without a name or a datatype stays as it came: whoever reads the request refuses it.
 * Throws `wire.body-cut`, `inference.tensor-unfit` and what `parseJson` throws.
 */
export function parseBinary(bytes: Uint8Array, jsonLength: number): unknown {
  if (!(jsonLength >= 0 && jsonLength <= bytes.length)) throw bodyCut({});
  const request = parseJson(bytes.subarray(0, jsonLength)) as Partial<InferRequest> | null;
  if (!Array.isArray(request?.inputs)) return request;
  let at = jsonLength;
  const inputs = (request.inputs as readonly (Partial<InferTensor> | null)[]).map((tensor) => {
    const { name, datatype, parameters } = tensor ?? {};
    const size = parameters?.binary_data_size;
    if (typeof size !== "number" || typeof name !== "string" || typeof datatype !== "string") return tensor;
    if (!Number.isInteger(size) || size < 0 || at + size > bytes.length) throw bodyCut({});
    const data = valuesOf({ name, datatype }, bytes.subarray(at, at + size));
    at += size;
    return { ...tensor, data };
  });
  return { ...request, inputs };
}

function valuesOf({ name, datatype }: Pick<InferTensor, "name" | "datatype">, bytes: Uint8Array): TensorValues {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (datatype === "BYTES") return textsOf(name, view, bytes);
  const [size, read] = READ.get(datatype) ?? [];
  if (size === undefined || read === undefined || bytes.length % size !== 0)
    throw tensorUnfit({ name, problem: `cannot be read as binary ${datatype.slice(0, 16)}.` });
  return { length: bytes.length / size, at: (i) => read(view, i * size) };
}

/** Each with its length in four bytes before it. Where there are more than any request may hold, only that is found out. */
function textsOf(name: string, view: DataView, bytes: Uint8Array): TensorValues {
  const starts: number[] = [];
  for (let at = 0; at < bytes.length && starts.length <= MOST_ROWS; ) {
    const length = at + 4 <= bytes.length ? view.getUint32(at, true) : Number.POSITIVE_INFINITY;
    if (at + 4 + length > bytes.length) throw tensorUnfit({ name, problem: "ends within a value." });
    starts.push(at);
    at += 4 + length;
  }
  const utf8 = new TextDecoder();
  const at = (i: number): string => {
    const start = starts[i] ?? 0;
    return utf8.decode(bytes.subarray(start + 4, start + 4 + view.getUint32(start, true)));
  };
  return { length: starts.length, at };
}
