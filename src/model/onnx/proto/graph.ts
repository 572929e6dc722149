import type { PbfReader } from "pbf";
import { onnxMalformed, onnxVersion } from "../errors.ts";
import type { Attribute, OnnxGraph, OnnxNode, OnnxValue } from "../graph.ts";
import type { Tensor } from "../tensor.ts";
import { bytesAt, eachField, floatAt, floatsAt, integerAt, integersAt, textAt } from "./fields.ts";
import { elementType, readTensor } from "./tensor.ts";

/** IR versions that share the fields read here. */
const IR = { oldest: 3, newest: 14 } as const;
/** Small messages cost little space and much memory: more of them than this are refused. */
const MAX_PARTS = 100_000;

/**
 * Reads a ModelProto. Nothing is evaluated, subgraphs are not entered, and no part can claim more than its own bytes.
 * Throws `onnx.malformed`, `onnx.external-data`, `onnx.version-unsupported`.
 */
export function readModel(bytes: Uint8Array): OnnxGraph {
  let ir = 0;
  let graph: Uint8Array | undefined;
  const opsets = new Map<string, number>();
  eachField(bytes, "the model", ({ number, at }) => {
    if (number === 1) ir = integerAt(at);
    else if (number === 7) graph = bytesAt(at);
    else if (number === 8) readOpset(bytesAt(at), opsets);
  });
  if (graph === undefined) throw onnxMalformed({ what: "there is no graph" });
  if (ir < IR.oldest || ir > IR.newest) throw onnxVersion({ what: "ONNX format", version: ir, ...IR });
  return { opsets, ...readGraph(graph) };
}

function readOpset(bytes: Uint8Array, into: Map<string, number>): void {
  let domain = "";
  let version = 1;
  eachField(bytes, "a set of operators", ({ number, at }) => {
    if (number === 1) domain = textAt(at);
    else if (number === 2) version = integerAt(at);
  });
  into.set(plainDomain(domain), version);
}

/** The standard set has two names. */
function plainDomain(domain: string): string {
  return domain === "ai.onnx" ? "" : domain;
}

function readGraph(bytes: Uint8Array): Omit<OnnxGraph, "opsets"> {
  const nodes: OnnxNode[] = [];
  const constants = new Map<string, Tensor>();
  const unread = new Set<string>();
  const values = { inputs: [] as OnnxValue[], outputs: [] as OnnxValue[] };
  let parts = 0;
  eachField(bytes, "the graph", ({ number, at }) => {
    if (++parts > MAX_PARTS) throw onnxMalformed({ what: `the graph has more than ${MAX_PARTS} parts` });
    if (number === 1) nodes.push(readNode(bytesAt(at)));
    else if (number === 5) addConstant(bytesAt(at), constants, unread);
    else if (number === 15) unread.add(sparseName(bytesAt(at)));
    else if (number === 11) values.inputs.push(readValue(bytesAt(at)));
    else if (number === 12) values.outputs.push(readValue(bytesAt(at)));
  });
  const inputs = values.inputs.filter(({ name }) => !constants.has(name) && !unread.has(name));
  return { nodes, constants, unread, inputs, outputs: values.outputs };
}

function addConstant(bytes: Uint8Array, into: Map<string, Tensor>, unread: Set<string>): void {
  const { name, tensor } = readTensor(bytes);
  if (tensor === undefined) unread.add(name);
  else into.set(name, tensor);
}

/** A sparse tensor goes by the name of its values. */
function sparseName(bytes: Uint8Array): string {
  let name = "";
  eachField(bytes, "a sparse tensor", ({ number, at }) => {
    if (number === 1) name = readTensor(bytesAt(at)).name;
  });
  return name;
}

function readNode(bytes: Uint8Array): OnnxNode {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes = new Map<string, Attribute>();
  let op = "";
  let domain = "";
  eachField(bytes, "a node", ({ number, at }) => {
    if (number === 1) inputs.push(textAt(at));
    else if (number === 2) outputs.push(textAt(at));
    else if (number === 4) op = textAt(at);
    else if (number === 5) addAttribute(bytesAt(at), attributes);
    else if (number === 7) domain = plainDomain(textAt(at));
  });
  return { op, domain, inputs, outputs, attributes };
}

/** What an attribute's fields add up to. Which of them an attribute has, its operator knows. */
interface Parts {
  name: string;
  whole: Attribute | undefined;
  readonly numbers: number[];
  readonly texts: string[];
}

const noteGraph = (parts: Parts): void => {
  parts.whole = { kind: "graph" };
};
const addText = ({ texts }: Parts, at: PbfReader): void => void texts.push(textAt(at));

const ATTRIBUTE: Readonly<Record<number, (parts: Parts, at: PbfReader) => void>> = {
  1: (parts, at) => {
    parts.name = textAt(at);
  },
  2: ({ numbers }, at) => void numbers.push(floatAt(at)),
  3: ({ numbers }, at) => void numbers.push(integerAt(at)),
  4: addText,
  5: (parts, at) => {
    parts.whole = tensorAttribute(bytesAt(at));
  },
  6: noteGraph,
  7: ({ numbers }, at) => floatsAt(at, "float", numbers),
  8: ({ numbers }, at) => integersAt(at, numbers),
  9: addText,
  10: noteGraph,
  11: noteGraph,
};

function addAttribute(bytes: Uint8Array, into: Map<string, Attribute>): void {
  const parts: Parts = { name: "", whole: undefined, numbers: [], texts: [] };
  eachField(bytes, "an attribute", ({ number, at }) => ATTRIBUTE[number]?.(parts, at));
  const { name, whole, texts, numbers } = parts;
  const listed: Attribute =
    texts.length > 0 ? { kind: "texts", values: texts } : { kind: "numbers", values: Float64Array.from(numbers) };
  into.set(name, whole ?? listed);
}

function tensorAttribute(bytes: Uint8Array): Attribute {
  const { tensor } = readTensor(bytes);
  return tensor === undefined ? { kind: "graph" } : { kind: "tensor", tensor };
}

function readValue(bytes: Uint8Array): OnnxValue {
  let value: OnnxValue = { name: "", type: "other", dims: undefined };
  eachField(bytes, "an input or output", ({ number, at }) => {
    if (number === 1) value = { ...value, name: textAt(at) };
    else if (number === 2) value = { ...value, ...readType(bytesAt(at)) };
  });
  return value;
}

/** A tensor's type; lists and maps are `other`. */
function readType(bytes: Uint8Array): Pick<OnnxValue, "type" | "dims"> {
  let read: Pick<OnnxValue, "type" | "dims"> = { type: "other", dims: undefined };
  eachField(bytes, "a type", ({ number, at }) => {
    if (number !== 1) return;
    eachField(bytesAt(at), "a tensor's type", (field) => {
      if (field.number === 1) read = { ...read, type: elementType(integerAt(field.at)) ?? "other" };
      else if (field.number === 2) read = { ...read, dims: readShape(bytesAt(field.at)) };
    });
  });
  return read;
}

function readShape(bytes: Uint8Array): readonly number[] {
  const dims: number[] = [];
  eachField(bytes, "a shape", ({ number, at }) => {
    if (number !== 1) return;
    let size = -1;
    eachField(bytesAt(at), "a dimension", (field) => {
      if (field.number === 1) size = integerAt(field.at);
    });
    dims.push(size);
  });
  return dims;
}
