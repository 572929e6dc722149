import type { Kind } from "../../data/index.ts";
import { applied, type Literal, literal, type Node, type Options } from "../node.ts";
import type { Operator } from "../operator.ts";
import { operators } from "../operators/index.ts";
import { frozenUnreadable } from "./errors.ts";
import { readItems, readParts, readWord } from "./shape.ts";

const KINDS: readonly string[] = ["number", "text", "flag", "time"];
/** Expressions within expressions, at most. */
const DEEPEST = 200;

/**
 * An expression of data that nobody vouches for: it reads columns that are there, in their kind, and its operators take what
 * they are given. Throws `features.frozen-unreadable`.
 */
export function readNode(data: unknown, columns: ReadonlyMap<string, Kind>, depth: number = 0): Node {
  if (depth > DEEPEST) throw frozenUnreadable({ problem: "an expression is too deep" });
  const parts = readParts(data, "an expression");
  const kind = readKind(parts.kind);
  if (parts.op === "field") return readField(readWord(parts.name, "a field's name"), kind, columns);
  if (parts.op === "literal") return literal(kind, readLiteral(parts.value));
  if (parts.op !== "apply") throw frozenUnreadable({ problem: "an expression is of no known sort" });
  const args = readItems(parts.args, { what: "the arguments", most: 16 }, (arg) => readNode(arg, columns, depth + 1));
  const operator = operators.get(readWord(parts.operator, "an operator"));
  if (operator === undefined || !takes(operator, args, kind))
    throw frozenUnreadable({
      problem: `an operator, ${JSON.stringify(parts.operator)}, does not take what it is given`,
    });
  return applied(operator.name, kind, { args, options: readOptions(parts.options) });
}

function readField(name: string, kind: Kind, columns: ReadonlyMap<string, Kind>): Node {
  if (columns.get(name) !== kind) throw frozenUnreadable({ problem: `no column ${JSON.stringify(name)} is a ${kind}` });
  return { op: "field", name, kind };
}

function takes({ takes, gives }: Operator, args: readonly Node[], kind: Kind): boolean {
  if (args.length !== takes.length || (gives !== "same" && gives !== kind)) return false;
  return takes.every((wanted, i) => wanted === "any" || args[i]?.kind === (wanted === "same" ? kind : wanted));
}

function readKind(data: unknown): Kind {
  if (typeof data === "string" && KINDS.includes(data)) return data as Kind;
  throw frozenUnreadable({ problem: "an expression is of no known kind" });
}

function readLiteral(data: unknown): Literal {
  if (data === null || ["string", "boolean"].includes(typeof data) || Number.isFinite(data)) return data as Literal;
  throw frozenUnreadable({ problem: "a fixed value is none" });
}

function readOptions(data: unknown): Options {
  const entries = Object.entries(readParts(data, "an operator's options"));
  return Object.fromEntries(
    entries.map(([name, value]) => [
      name,
      Array.isArray(value) ? readItems(value, { what: "an option" }, readLiteral) : readLiteral(value),
    ]),
  );
}
