import type { OnnxNode } from "./graph.ts";
import { broadcast } from "./ops/broadcast.ts";
import { elementwise } from "./ops/elementwise.ts";
import type { Operators, Prepare } from "./ops/kernel.ts";
import { linearModels } from "./ops/linear-models.ts";
import { makers } from "./ops/make.ts";
import { matrices } from "./ops/matrix.ts";
import { preparations } from "./ops/preparations.ts";
import { reductions } from "./ops/reduce.ts";
import { extractions, selections } from "./ops/select.ts";
import { shapes } from "./ops/shape.ts";
import { treeEnsembles } from "./ops/tree-ensembles.ts";

const OPERATORS: Readonly<Record<string, Operators>> = {
  "": { ...elementwise, ...broadcast, ...matrices, ...reductions, ...shapes, ...selections, ...makers },
  "ai.onnx.ml": { ...extractions, ...linearModels, ...preparations, ...treeEnsembles },
};

/** The versions of each set in which its operators mean what they mean here. */
export const OPSETS: Readonly<Record<string, { readonly oldest: number; readonly newest: number }>> = {
  "": { oldest: 7, newest: 28 },
  "ai.onnx.ml": { oldest: 1, newest: 5 },
};

/** The operator of a node, or undefined when it is not evaluated here. */
export function operatorOf({ domain, op }: OnnxNode): Prepare | undefined {
  const set = Object.hasOwn(OPERATORS, domain) ? OPERATORS[domain] : undefined;
  return set !== undefined && Object.hasOwn(set, op) ? set[op] : undefined;
}

/** The names of all operators that are evaluated here, such as `Add` and `ai.onnx.ml.Scaler`. */
export function onnxOperatorNames(): readonly string[] {
  return Object.entries(OPERATORS).flatMap(([domain, set]) =>
    Object.keys(set).map((name) => (domain === "" ? name : `${domain}.${name}`)),
  );
}
