import { onnxExternalData, onnxMalformed } from "../errors.ts";
import type { NumberType, Tensor } from "../tensor.ts";
import { bytesAt, eachField, type Field, floatsAt, integerAt, integersAt, textAt } from "./fields.ts";

/** TensorProto.DataType: the types that are evaluated here. */
const TYPES: Readonly<Record<number, Tensor["type"]>> = {
  1: "float",
  2: "uint8",
  6: "int32",
  7: "int64",
  8: "string",
  9: "bool",
  11: "double",
};

const WIDTHS: Readonly<Record<NumberType, number>> = { float: 4, double: 8, int32: 4, int64: 8, uint8: 1, bool: 1 };

/** Enough for any table, and for any picture. */
const MAX_RANK = 16;

interface Parts {
  name: string;
  type: number;
  isExternal: boolean;
  raw: Uint8Array | undefined;
  readonly dims: number[];
  readonly numbers: number[];
  readonly texts: string[];
}

const READERS: Readonly<Record<number, (parts: Parts, { at }: Field) => void>> = {
  1: ({ dims }, { at }) => integersAt(at, dims),
  2: (parts, { at }) => {
    parts.type = integerAt(at);
  },
  4: ({ numbers }, { at }) => floatsAt(at, "float", numbers),
  5: ({ numbers }, { at }) => integersAt(at, numbers),
  6: ({ texts }, { at }) => void texts.push(textAt(at)),
  7: ({ numbers }, { at }) => integersAt(at, numbers),
  8: (parts, { at }) => {
    parts.name = textAt(at);
  },
  9: (parts, { at }) => {
    parts.raw = bytesAt(at);
  },
  10: ({ numbers }, { at }) => floatsAt(at, "double", numbers),
  13: (parts) => {
    parts.isExternal = true;
  },
  14: (parts, { at }) => {
    parts.isExternal = parts.isExternal || integerAt(at) === 1;
  },
};

/** A tensor's name, and the tensor; undefined for a type that is not evaluated here. */
export interface NamedTensor {
  readonly name: string;
  readonly tensor: Tensor | undefined;
}

/**
 * Reads a TensorProto. Its size is compared with the bytes that are there before anything of that size is allocated.
 * Throws `onnx.malformed`, `onnx.external-data`.
 */
export function readTensor(bytes: Uint8Array): NamedTensor {
  const parts: Parts = { name: "", type: 0, isExternal: false, raw: undefined, dims: [], numbers: [], texts: [] };
  eachField(bytes, "a tensor", (field) => READERS[field.number]?.(parts, field));
  if (parts.isExternal) throw onnxExternalData({ tensor: parts.name });
  const type = TYPES[parts.type];
  return { name: parts.name, tensor: type === undefined ? undefined : tensorOf(parts, type) };
}

/** The type of elements of that number, if it is evaluated here. */
export function elementType(number: number): Tensor["type"] | undefined {
  return TYPES[number];
}

function tensorOf(parts: Parts, type: Tensor["type"]): Tensor {
  const { dims, raw, texts, numbers } = parts;
  if (type === "string") return { type, dims: checked(parts, texts.length), data: texts };
  const data = raw === undefined ? undefined : fromRaw(raw, type);
  checked(parts, data?.length ?? numbers.length);
  return { type, dims, data: data ?? Float64Array.from(numbers) };
}

function checked({ name, dims }: Parts, held: number): readonly number[] {
  const size = dims.reduce((product, dim) => product * dim, 1);
  const isShape = dims.length <= MAX_RANK && dims.every((dim) => Number.isInteger(dim) && dim >= 0);
  if (isShape && size === held) return dims;
  const says = dims.length > MAX_RANK ? `${dims.length} dimensions` : `a shape of [${dims.join(", ")}]`;
  throw onnxMalformed({ what: `the tensor ${JSON.stringify(name)} has ${says} and ${held} elements` });
}

function fromRaw(raw: Uint8Array, type: NumberType): Float64Array {
  const width = WIDTHS[type];
  if (raw.length % width !== 0) throw onnxMalformed({ what: "a tensor's bytes are no whole number of elements" });
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const data = new Float64Array(raw.length / width);
  for (let i = 0; i < data.length; i++) data[i] = READ[type](view, i * width);
  return data;
}

const READ: Readonly<Record<NumberType, (view: DataView, at: number) => number>> = {
  float: (view, at) => view.getFloat32(at, true),
  double: (view, at) => view.getFloat64(at, true),
  int32: (view, at) => view.getInt32(at, true),
  int64: (view, at) => Number(view.getBigInt64(at, true)),
  uint8: (view, at) => view.getUint8(at),
  bool: (view, at) => view.getUint8(at),
};
