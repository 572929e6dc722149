import { parseAst } from "vitest/node";

/** A node of the syntax tree (ESTree with TypeScript). */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";

/** The tree of one TypeScript file. */
export function parse(text: string): Node {
  return parseAst(text, { lang: "ts", sourceType: "module" }) as unknown as Node;
}

/** The nodes directly below. */
export function childrenOf(node: Node): readonly Node[] {
  return Object.values(node).flatMap((value) =>
    Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [],
  );
}

/** The node and everything below it; what lies below a node for which `enter` says no is left out. */
export function* walk(node: Node, enter: (node: Node) => boolean = () => true): Generator<Node> {
  yield node;
  if (!enter(node)) return;
  for (const child of childrenOf(node)) yield* walk(child, enter);
}

/** `["Math", "random"]` for `Math.random`; undefined for anything that is not a name with a property. */
export function memberOf(node: Node): readonly [object: string, property: string] | undefined {
  if (node.type !== "MemberExpression") return undefined;
  const { object, property } = node as unknown as { object: Node; property: Node };
  if (object.type !== "Identifier" || property.type !== "Identifier") return undefined;
  return [object.name as string, property.name as string];
}
