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

/** What a window makes of the events that it sees. */
export type AggregateName = "count" | "sum" | "mean" | "min" | "max" | "last" | "distinct" | "since-last" | "trend";

/** The unit of a time since, or of the time that a trend is per. */
export type TimeUnit = "minute" | "hour" | "day";

/**
 * One number or text made of the events of a stream that are about the row's entity: those known by the row's time, and of
 * a length `within` before it.
 */
export interface WindowNode {
  readonly op: "window";
  readonly kind: Kind;
  /** Name of the stream in its system. */
  readonly stream: string;
  readonly aggregate: AggregateName;
  /** What is counted, added or looked at: an expression over an event. Where it is missing, the event is passed over. */
  readonly of?: Node;
  /** Which events count: an expression over an event. Absent: all. */
  readonly where?: Node;
  /** Length of the window, such as `"30d"`. Absent: everything so far. */
  readonly within?: string;
  /** For a time since and a trend. */
  readonly unit?: TimeUnit;
}

/**
 * What a transform makes of a value, once it has learned from training rows. It has no meaning before: a model that was
 * trained carries what was learned.
 */
export interface FittedNode {
  readonly op: "fitted";
  readonly kind: Kind;
  /** Name of the transform in the catalogue. */
  readonly transform: string;
  readonly of: Node;
  readonly options: Options;
}

/** An expression as data: it can be hashed, shown, stored, run and replayed. */
export type Node = FieldNode | LiteralNode | OperatorNode | WindowNode | FittedNode;

/** The expressions that an expression is made of, directly. */
export function partsOf(node: Node): readonly Node[] {
  if (node.op === "apply") return node.args;
  return node.op === "fitted" ? [node.of] : [];
}

/** Every field of the row that an expression reads, each once, in order of first use. Fields of events are not of the row. */
export function fieldsOf(node: Node): readonly string[] {
  if (node.op === "field") return [node.name];
  return [...new Set(partsOf(node).flatMap(fieldsOf))];
}

/** Every window that an expression asks, in order of first use. */
export function windowsOf(node: Node): readonly WindowNode[] {
  if (node.op === "window") return [node];
  return partsOf(node).flatMap(windowsOf);
}

/** Every fitted transform of an expression, the innermost first. */
export function fittedIn(node: Node): readonly FittedNode[] {
  const inner = partsOf(node).flatMap(fittedIn);
  return node.op === "fitted" ? [...inner, node] : inner;
}

/** Every field of its stream's events that a window reads, each once; not the entity, the times nor the id. */
export function eventFieldsOf({ of, where }: WindowNode): readonly string[] {
  return [...new Set([of, where].flatMap((node) => (node === undefined ? [] : fieldsOf(node))))];
}

/** The node of an operator. */
export function applied(
  operator: string,
  kind: Kind,
  { args, options = {} }: { args: readonly Node[]; options?: Options },
): Node {
  return Object.freeze({ op: "apply", operator, kind, args, options });
}

/** The node of a fixed value. */
export function literal(kind: Kind, value: Literal): Node {
  return Object.freeze({ op: "literal", kind, value });
}
