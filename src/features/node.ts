import type { Kind } from "../data/index.ts";

/** A plain value inside an expression or an option. */
export type Literal = number | string | boolean | null;
export type Options = Readonly<Record<string, Literal | readonly Literal[]>>;

/** Reads a field of the row. */
export interface FieldNode {
  readonly op: "field";
  readonly kind: Kind;
  readonly name: string;
}

/** A fixed value; null is missing. */
export interface LiteralNode {
  readonly op: "literal";
  readonly kind: Kind;
  readonly value: Literal;
}

/** An operator of the catalogue applied to other expressions. */
export interface OperatorNode {
  readonly op: "apply";
  readonly kind: Kind;
  readonly operator: string;
  readonly args: readonly Node[];
  readonly options: Options;
}

/** An expression as data: it can be hashed, shown, stored, run and replayed. */
export type Node = FieldNode | LiteralNode | OperatorNode;

/** Every field that an expression reads, each once, in order of first use. */
export function fieldsOf(node: Node): readonly string[] {
  if (node.op === "field") return [node.name];
  if (node.op === "literal") return [];
  return [...new Set(node.args.flatMap(fieldsOf))];
}
