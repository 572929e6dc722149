import {
  type Expression,
  expressionOf,
  type FlagExpression,
  type NumberExpression,
  type TextExpression,
} from "./expression.ts";
import { expressionInvalid, finiteNumber } from "./expression-checks.ts";
import { applied, literal, type Node } from "./node.ts";

/** A side of {@link when}: an expression, or a plain value. */
type Side = Expression | string | number | boolean;
type ExpressionOf<S extends Side> = S extends string
  ? TextExpression
  : S extends number
    ? NumberExpression
    : S extends boolean
      ? FlagExpression
      : Exclude<S, string | number | boolean>;
/** What may stand on the other side: the same kind. */
type Like<S extends Side> = S extends string | TextExpression
  ? string | TextExpression
  : S extends number | NumberExpression
    ? number | NumberExpression
    : S extends boolean | FlagExpression
      ? boolean | FlagExpression
      : S;

/**
 * One value or another. Missing where the condition is missing. Both sides are of one kind.
 *
 * @example when(f.words.above(200), "long", "short")
 */
export function when<S extends Side>(condition: FlagExpression, yes: S, no: Like<NoInfer<S>>): ExpressionOf<S> {
  const [one, other] = [sideNode(yes), sideNode(no)];
  if (one.kind !== other.kind)
    throw expressionInvalid({ method: "when", allowed: "two sides of one kind", got: `${one.kind} and ${other.kind}` });
  return expressionOf(applied("when", one.kind, { args: [condition.node, one, other] })) as ExpressionOf<S>;
}

function sideNode(side: Side): Node {
  if (typeof side === "string") return literal("text", side);
  if (typeof side === "boolean") return literal("flag", side);
  return typeof side === "number" ? literal("number", finiteNumber("when", side)) : side.node;
}
