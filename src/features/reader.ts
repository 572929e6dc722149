import { known } from "../kernel/index.ts";
import { notFitted } from "./fitted/errors.ts";
import type { LiteralNode, Node, OperatorNode } from "./node.ts";
import { isMissing, type Operator, type Scalar } from "./operator.ts";
import { operators } from "./operators/index.ts";
import { windowKey } from "./windows/window-key.ts";
import { wordsOf } from "./words.ts";

/** Reads a value at a row. */
export type Reader = (row: number) => Scalar;

/** The column that a node stands for: a field, or a window that was answered before. */
export function columnRead(node: Node): string | undefined {
  if (node.op === "window") return windowKey(node);
  return node.op === "field" ? node.name : undefined;
}

/** The meaning of an expression, over whatever reads its columns. */
export function readerOf(node: Node, columns: (name: string, node: Node) => Reader): Reader {
  if (node.op === "literal") return literalReader(node);
  if (node.op === "field") return columns(node.name, node);
  if (node.op === "window") return columns(windowKey(node), node);
  if (node.op === "fitted") throw notFitted({ words: wordsOf(node) });
  const operator = known(operators.get(node.operator), `operator ${node.operator} in the catalogue`);
  return applyReader(
    operator,
    node,
    node.args.map((arg) => readerOf(arg, columns)),
  );
}

function literalReader({ kind, value }: LiteralNode): Reader {
  if (kind !== "text") {
    const number = value === null ? Number.NaN : Number(value);
    return () => number;
  }
  const text = value === null ? null : String(value);
  return () => text;
}

function applyReader(operator: Operator, node: OperatorNode, readers: readonly Reader[]): Reader {
  const { options } = node;
  const nothing: Scalar = node.kind === "text" ? null : Number.NaN;
  const args: Scalar[] = new Array(readers.length).fill(null);
  return (row) => {
    for (let i = 0; i < readers.length; i++) {
      const value = (readers[i] as Reader)(row);
      if (operator.seesMissing !== true && isMissing(value)) return nothing;
      args[i] = value;
    }
    const result = operator.apply(args, options);
    return isMissing(result) || result === Infinity || result === -Infinity ? nothing : result;
  };
}
