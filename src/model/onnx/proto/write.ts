import { PbfWriter } from "pbf";
import type { Tensor } from "../tensor.ts";

/** An attribute in the type that its operator expects. */
export type WrittenAttribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly text: string }
  | { readonly ints: ArrayLike<number> }
  | { readonly floats: ArrayLike<number> }
  | { readonly texts: readonly string[] }
  | { readonly tensor: Tensor };

/** A node as data. */
export interface WrittenNode {
  readonly op: string;
  /** `""` for the standard operators. */
  readonly domain?: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, WrittenAttribute>>;
}

/** An input or output as data. */
export interface WrittenValue {
  readonly name: string;
  readonly type: Tensor["type"];
  /** -1 for a dimension that is open. */
  readonly dims: readonly number[];
}

/** A whole model as data. */
export interface WrittenModel {
  readonly nodes: readonly WrittenNode[];
  readonly constants: ReadonlyMap<string, Tensor>;
  readonly inputs: readonly WrittenValue[];
  readonly outputs: readonly WrittenValue[];
  readonly opsets: Readonly<Record<string, number>>;
}

/** The version of the format: the oldest that holds operators of 2022. */
const IR = 8;

const TYPES: Readonly<Record<Tensor["type"], number>> = {
  float: 1,
  uint8: 2,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  double: 11,
};

/** The bytes of an ONNX file. Same data, same bytes. */
export function writeModel(model: WrittenModel): Uint8Array {
  const out = new PbfWriter();
  out.writeVarintField(1, IR);
  out.writeStringField(2, "alidade");
  out.writeMessage(7, writeGraph, model);
  for (const opset of Object.entries(model.opsets)) out.writeMessage(8, writeOpset, opset);
  return out.finish().slice();
}

function writeOpset([domain, version]: readonly [string, number], out: PbfWriter): void {
  out.writeStringField(1, domain);
  out.writeVarintField(2, version);
}

function writeGraph({ nodes, constants, inputs, outputs }: WrittenModel, out: PbfWriter): void {
  for (const node of nodes) out.writeMessage(1, writeNode, node);
  out.writeStringField(2, "model");
  for (const [name, tensor] of constants) out.writeMessage(5, writeTensor, { name, tensor });
  for (const value of inputs) out.writeMessage(11, writeValue, value);
  for (const value of outputs) out.writeMessage(12, writeValue, value);
}

function writeNode({ op, domain = "", inputs, outputs, attributes = {} }: WrittenNode, out: PbfWriter): void {
  for (const name of inputs) out.writeStringField(1, name);
  for (const name of outputs) out.writeStringField(2, name);
  out.writeStringField(4, op);
  for (const attribute of Object.entries(attributes)) out.writeMessage(5, writeAttribute, attribute);
  out.writeStringField(7, domain);
}

function writeAttribute([name, value]: readonly [string, WrittenAttribute], out: PbfWriter): void {
  out.writeStringField(1, name);
  out.writeVarintField(20, writeAttributeValue(value, out));
}

/** Writes the value, and says which type of attribute it is. */
function writeAttributeValue(value: WrittenAttribute, out: PbfWriter): number {
  if ("float" in value) {
    out.writeFloatField(2, value.float);
    return 1;
  }
  if ("int" in value) {
    out.writeVarintField(3, value.int);
    return 2;
  }
  if ("text" in value) {
    out.writeStringField(4, value.text);
    return 3;
  }
  if ("tensor" in value) {
    out.writeMessage(5, writeTensor, { name: "", tensor: value.tensor });
    return 4;
  }
  return writeList(value, out);
}

type WrittenList = Extract<
  WrittenAttribute,
  { readonly ints: unknown } | { readonly floats: unknown } | { readonly texts: unknown }
>;

/** One field for each item: half of the readers in use know no packed lists here. */
function writeList(value: WrittenList, out: PbfWriter): number {
  if ("floats" in value) {
    for (const item of Array.from(value.floats)) out.writeFloatField(7, item);
    return 6;
  }
  if ("ints" in value) {
    for (const item of Array.from(value.ints)) out.writeVarintField(8, item);
    return 7;
  }
  for (const item of value.texts) out.writeStringField(9, item);
  return 8;
}

function writeTensor({ name, tensor }: { readonly name: string; readonly tensor: Tensor }, out: PbfWriter): void {
  out.writePackedVarint(1, [...tensor.dims]);
  out.writeVarintField(2, TYPES[tensor.type]);
  out.writeStringField(8, name);
  if (tensor.type === "string") for (const text of tensor.data) out.writeStringField(6, text);
  else if (tensor.type === "float") out.writePackedFloat(4, [...tensor.data]);
  else if (tensor.type === "double") out.writePackedDouble(10, [...tensor.data]);
  else out.writePackedVarint(tensor.type === "int64" ? 7 : 5, [...tensor.data]);
}

function writeValue({ name, type, dims }: WrittenValue, out: PbfWriter): void {
  out.writeStringField(1, name);
  out.writeMessage(2, (each: Omit<WrittenValue, "name">, at) => at.writeMessage(1, writeTensorType, each), {
    type,
    dims,
  });
}

function writeTensorType({ type, dims }: Omit<WrittenValue, "name">, out: PbfWriter): void {
  out.writeVarintField(1, TYPES[type]);
  out.writeMessage(2, writeShape, dims);
}

function writeShape(sizes: readonly number[], out: PbfWriter): void {
  for (const size of sizes) out.writeMessage(1, writeDimension, size);
}

function writeDimension(size: number, out: PbfWriter): void {
  if (size < 0) out.writeStringField(2, "rows");
  else out.writeVarintField(1, size);
}
