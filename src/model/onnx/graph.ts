import { onnxMalformed } from "./errors.ts";
import type { Numbers, Tensor } from "./tensor.ts";

/** What an attribute holds. A subgraph is only noted: no operator that has one is evaluated here. */
export type Attribute =
  | { readonly kind: "numbers"; readonly values: Float64Array }
  | { readonly kind: "texts"; readonly values: readonly string[] }
  | { readonly kind: "tensor"; readonly tensor: Tensor }
  | { readonly kind: "graph" };

/** One operator in a graph. An input that is left out has an empty name. */
export interface OnnxNode {
  readonly op: string;
  /** `""` for the standard operators. */
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, Attribute>;
}

/** An input or output: the type of its elements (`other` for what is no tensor), -1 for a dimension that is open. */
export interface OnnxValue {
  readonly name: string;
  readonly type: Tensor["type"] | "other";
  /** Undefined: the graph does not say. */
  readonly dims: readonly number[] | undefined;
}

/** A graph as it was read: nothing here is evaluated yet. */
export interface OnnxGraph {
  /** Version of each set of operators, by domain. */
  readonly opsets: ReadonlyMap<string, number>;
  readonly nodes: readonly OnnxNode[];
  readonly constants: ReadonlyMap<string, Tensor>;
  /** Constants that are there and were not read: of half precision, sparse and the like. */
  readonly unread: ReadonlySet<string>;
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

/** A node with the version of its set of operators: what an operator is prepared from. */
export interface Site extends OnnxNode {
  readonly opset: number;
}

function wrong(node: OnnxNode, name: string): Error {
  return onnxMalformed({ what: `the attribute ${name} of ${node.op} is not of its kind` });
}

/** The numbers of an attribute, or undefined when it is left out. A tensor of numbers counts too. */
export function numbersIn(node: OnnxNode, name: string): Float64Array | undefined {
  const found = node.attributes.get(name);
  if (found === undefined) return undefined;
  if (found.kind === "numbers") return found.values;
  if (found.kind === "tensor" && found.tensor.type !== "string") return found.tensor.data;
  throw wrong(node, name);
}

/** One number, or the default. */
export function numberIn(node: OnnxNode, name: string, otherwise: number): number {
  return numbersIn(node, name)?.[0] ?? otherwise;
}

/** The texts of an attribute, or undefined when it is left out. A tensor of texts counts too. */
export function textsIn(node: OnnxNode, name: string): readonly string[] | undefined {
  const found = node.attributes.get(name);
  if (found === undefined) return undefined;
  if (found.kind === "texts") return found.values;
  if (found.kind === "tensor" && found.tensor.type === "string") return found.tensor.data;
  throw wrong(node, name);
}

/** One text, or the default. */
export function textIn(node: OnnxNode, name: string, otherwise: string): string {
  return textsIn(node, name)?.[0] ?? otherwise;
}

/** A tensor attribute, or undefined when it is left out. */
export function tensorIn(node: OnnxNode, name: string): Tensor | undefined {
  const found = node.attributes.get(name);
  if (found === undefined || found.kind === "tensor") return found?.tensor;
  throw wrong(node, name);
}

/** A tensor of numbers, or undefined when it is left out. */
export function numberTensorIn(node: OnnxNode, name: string): Numbers | undefined {
  const tensor = tensorIn(node, name);
  if (tensor?.type === "string") throw wrong(node, name);
  return tensor;
}
