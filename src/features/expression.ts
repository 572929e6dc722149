import type { Kind } from "../data/index.ts";
import { defineError, type ErrorConstructor } from "../kernel/index.ts";
import type { Literal, Node, Options } from "./node.ts";

export const expressionInvalid: ErrorConstructor<{
  readonly method: string;
  readonly allowed: string;
  readonly got: string;
}> = defineError("features.expression-invalid", {
  headline: "An expression that cannot be built",
  message: ({ method, allowed, got }: { readonly method: string; readonly allowed: string; readonly got: string }) =>
    `\`${method}\` takes ${allowed}. Got ${got}.`,
});

function apply(
  operator: string,
  kind: Kind,
  { args, options = {} }: { args: readonly Node[]; options?: Options },
): Node {
  return Object.freeze({ op: "apply", operator, kind, args, options });
}

function literal(kind: Kind, value: Literal): Node {
  return Object.freeze({ op: "literal", kind, value });
}

function finite(method: string, value: number): number {
  if (typeof value !== "number" || !Number.isFinite(value))
    throw expressionInvalid({ method, allowed: "a finite number", got: String(value) });
  return value;
}

type NumberLike = NumberExpression | number;

function numberNode(method: string, value: NumberLike): Node {
  return value instanceof NumberExpression ? value.node : literal("number", finite(method, value));
}

/** What every expression has: its node, and its questions about missing values. */
abstract class BaseExpression {
  abstract readonly kind: Kind;
  readonly node: Node;

  constructor(node: Node) {
    this.node = node;
  }

  /** True where there is no value. Never missing itself. */
  isMissing(): FlagExpression {
    return new FlagExpression(apply("is-missing", "flag", { args: [this.node] }));
  }
}

/** A number: arithmetic, comparison, buckets. A missing operand gives a missing result. */
export class NumberExpression extends BaseExpression {
  readonly kind: "number" = "number";

  #with(operator: string, other: NumberLike): NumberExpression {
    return new NumberExpression(apply(operator, "number", { args: [this.node, numberNode(operator, other)] }));
  }
  #map(operator: string, options: Options = {}): NumberExpression {
    return new NumberExpression(apply(operator, "number", { args: [this.node], options }));
  }
  #compare(operator: string, other: NumberLike): FlagExpression {
    return new FlagExpression(apply(operator, "flag", { args: [this.node, numberNode(operator, other)] }));
  }

  plus(other: NumberLike): NumberExpression {
    return this.#with("add", other);
  }
  minus(other: NumberLike): NumberExpression {
    return this.#with("subtract", other);
  }
  times(other: NumberLike): NumberExpression {
    return this.#with("multiply", other);
  }
  /** The ratio; missing where `other` is zero. */
  per(other: NumberLike): NumberExpression {
    return this.#with("divide", other);
  }
  min(other: NumberLike): NumberExpression {
    return this.#with("min", other);
  }
  max(other: NumberLike): NumberExpression {
    return this.#with("max", other);
  }
  abs(): NumberExpression {
    return this.#map("abs");
  }
  /** Missing for negative values. */
  sqrt(): NumberExpression {
    return this.#map("sqrt");
  }
  /** ln(1 + x); missing for x ≤ -1. */
  log1p(): NumberExpression {
    return this.#map("log1p");
  }
  /** To the nearest whole number, halves upwards. */
  round(): NumberExpression {
    return this.#map("round");
  }
  floor(): NumberExpression {
    return this.#map("floor");
  }
  /** Values outside become the nearer bound. */
  clip(min: number, max: number): NumberExpression {
    if (!(finite("clip", min) <= finite("clip", max)))
      throw expressionInvalid({ method: "clip", allowed: "min ≤ max", got: `${min}, ${max}` });
    return this.#map("clip", { min, max });
  }
  atLeast(bound: NumberLike): FlagExpression {
    return this.#compare("at-least", bound);
  }
  atMost(bound: NumberLike): FlagExpression {
    return this.#compare("at-most", bound);
  }
  above(bound: NumberLike): FlagExpression {
    return this.#compare("above", bound);
  }
  below(bound: NumberLike): FlagExpression {
    return this.#compare("below", bound);
  }
  equals(value: NumberLike): FlagExpression {
    return this.#compare("number-equals", value);
  }
  /** Half-open intervals between rising edges, as a category: `1 to below 3`. */
  bucket(edges: readonly number[]): TextExpression {
    const rising =
      edges.length > 0 &&
      edges.every((edge, i) => Number.isFinite(edge) && (i === 0 || edge > (edges[i - 1] as number)));
    if (!rising)
      throw expressionInvalid({
        method: "bucket",
        allowed: "one or more finite edges in rising order",
        got: `[${edges.join(", ")}]`,
      });
    return new TextExpression(apply("bucket", "text", { args: [this.node], options: { edges } }));
  }
  /** The number as a category, for codes that are not quantities. */
  asCategory(): TextExpression {
    return new TextExpression(apply("to-text", "text", { args: [this.node] }));
  }
  orElse(fallback: NumberLike): NumberExpression {
    return this.#with("or-else", fallback);
  }
}

/** True, false or missing. */
export class FlagExpression extends BaseExpression {
  readonly kind: "flag" = "flag";

  and(other: FlagExpression): FlagExpression {
    return new FlagExpression(apply("and", "flag", { args: [this.node, other.node] }));
  }
  or(other: FlagExpression): FlagExpression {
    return new FlagExpression(apply("or", "flag", { args: [this.node, other.node] }));
  }
  not(): FlagExpression {
    return new FlagExpression(apply("not", "flag", { args: [this.node] }));
  }
  /** 1 or 0. */
  asNumber(): NumberExpression {
    return new NumberExpression(apply("flag-to-number", "number", { args: [this.node] }));
  }
  orElse(fallback: boolean): FlagExpression {
    return new FlagExpression(apply("or-else", "flag", { args: [this.node, literal("flag", fallback)] }));
  }
}

/** Text. Where the contract lists the values, only those compile. */
export class TextExpression<V extends string = string> extends BaseExpression {
  readonly kind: "text" = "text";

  equals(value: V): FlagExpression {
    return new FlagExpression(apply("text-equals", "flag", { args: [this.node], options: { value } }));
  }
  oneOf(values: readonly V[]): FlagExpression {
    return new FlagExpression(apply("one-of", "flag", { args: [this.node], options: { values } }));
  }
  /** Whether two texts are the same. */
  sameAs(other: TextExpression): FlagExpression {
    return new FlagExpression(apply("same-text", "flag", { args: [this.node, other.node] }));
  }
  startsWith(value: string): FlagExpression {
    return new FlagExpression(apply("starts-with", "flag", { args: [this.node], options: { value } }));
  }
  /** Whether the text holds these very characters. */
  contains(value: string): FlagExpression {
    return new FlagExpression(apply("contains", "flag", { args: [this.node], options: { value } }));
  }
  lower(): TextExpression {
    return new TextExpression(apply("lower", "text", { args: [this.node] }));
  }
  /** The first characters. */
  first(count: number): TextExpression {
    if (!Number.isSafeInteger(count) || count < 1)
      throw expressionInvalid({ method: "first", allowed: "a whole number from 1", got: String(count) });
    return new TextExpression(apply("first", "text", { args: [this.node], options: { count } }));
  }
  length(): NumberExpression {
    return new NumberExpression(apply("length", "number", { args: [this.node] }));
  }
  /** Missing where the text is not a number. */
  asNumber(): NumberExpression {
    return new NumberExpression(apply("to-number", "number", { args: [this.node] }));
  }
  orElse(fallback: string): TextExpression {
    return new TextExpression(apply("or-else", "text", { args: [this.node, literal("text", fallback)] }));
  }
}

/** An instant. Its calendar parts are in UTC. */
export class TimeExpression extends BaseExpression {
  readonly kind: "time" = "time";

  #part(operator: string): NumberExpression {
    return new NumberExpression(apply(operator, "number", { args: [this.node] }));
  }
  /** 0 to 23. */
  hour(): NumberExpression {
    return this.#part("hour");
  }
  /** 0 (Sunday) to 6. */
  dayOfWeek(): NumberExpression {
    return this.#part("day-of-week");
  }
  dayOfMonth(): NumberExpression {
    return this.#part("day-of-month");
  }
  /** 1 to 12. */
  month(): NumberExpression {
    return this.#part("month");
  }
  year(): NumberExpression {
    return this.#part("year");
  }
  /** Days from the other instant to this one, with fractions. */
  daysSince(other: TimeExpression): NumberExpression {
    return new NumberExpression(apply("days-since", "number", { args: [this.node, other.node] }));
  }
}

export type Expression = NumberExpression | FlagExpression | TextExpression | TimeExpression;

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
  return expressionOf(apply("when", one.kind, { args: [condition.node, one, other] })) as ExpressionOf<S>;
}

function sideNode(side: Side): Node {
  if (typeof side === "string") return literal("text", side);
  if (typeof side === "boolean") return literal("flag", side);
  return typeof side === "number" ? literal("number", finite("when", side)) : side.node;
}

/** The typed handle of a node. */
export function expressionOf(node: Node): Expression {
  if (node.kind === "number") return new NumberExpression(node);
  if (node.kind === "flag") return new FlagExpression(node);
  return node.kind === "text" ? new TextExpression(node) : new TimeExpression(node);
}

/** The expression that reads a field. */
export function fieldExpression(name: string, kind: Kind): Expression {
  return expressionOf(Object.freeze({ op: "field", name, kind }));
}
