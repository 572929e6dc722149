import type { Kind } from "../data/index.ts";
import { expressionInvalid, finiteNumber } from "./expression-checks.ts";
import {
  type ClipQuantiles,
  clipQuantilesNode,
  type Hashing,
  hashedNode,
  type Imputation,
  type ImputeOptions,
  imputedNode,
  type Ordering,
  ordinalNode,
  type Pooling,
  pooledNode,
  standardisedNode,
  type TargetEncoding,
  targetEncodedNode,
} from "./fitted/declare.ts";
import { applied, literal, type Node, type Options } from "./node.ts";
import { conversion, type Unit } from "./units.ts";

type NumberLike = NumberExpression | number;

function numberNode(method: string, value: NumberLike): Node {
  return value instanceof NumberExpression ? value.node : literal("number", finiteNumber(method, value));
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
    return new FlagExpression(applied("is-missing", "flag", { args: [this.node] }));
  }
}

/** A number: arithmetic, comparison, buckets. A missing operand gives a missing result. */
export class NumberExpression extends BaseExpression {
  readonly kind: "number" = "number";

  #with(operator: string, other: NumberLike): NumberExpression {
    return new NumberExpression(applied(operator, "number", { args: [this.node, numberNode(operator, other)] }));
  }
  #map(operator: string, options: Options = {}): NumberExpression {
    return new NumberExpression(applied(operator, "number", { args: [this.node], options }));
  }
  #compare(operator: string, other: NumberLike): FlagExpression {
    return new FlagExpression(applied(operator, "flag", { args: [this.node, numberNode(operator, other)] }));
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
    if (!(finiteNumber("clip", min) <= finiteNumber("clip", max)))
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
  /** In another unit of the same quantity, as in `r.weight.converted("lb", "kg")`. */
  converted(from: Unit, to: Unit): NumberExpression {
    return this.#map("convert", conversion(from, to));
  }
  /** Missing values become the training rows' median, mean or most frequent value, or a fixed one. */
  imputed(how: Imputation<number>, options: ImputeOptions = {}): NumberExpression {
    return new NumberExpression(imputedNode(this.node, how, options));
  }
  /** Values outside of two quantiles of the training rows become the nearer one. Default: 0.01 and 0.99. */
  clippedToQuantiles(between: ClipQuantiles = {}): NumberExpression {
    return new NumberExpression(clipQuantilesNode(this.node, between));
  }
  /** Less the mean of the training rows, over their standard deviation. */
  standardised(): NumberExpression {
    return new NumberExpression(standardisedNode(this.node));
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
    return new TextExpression(applied("bucket", "text", { args: [this.node], options: { edges } }));
  }
  /** The number as a category, for codes that are not quantities. */
  asCategory(): TextExpression {
    return new TextExpression(applied("to-text", "text", { args: [this.node] }));
  }
  orElse(fallback: NumberLike): NumberExpression {
    return this.#with("or-else", fallback);
  }
}

/** True, false or missing. */
export class FlagExpression extends BaseExpression {
  readonly kind: "flag" = "flag";

  and(other: FlagExpression): FlagExpression {
    return new FlagExpression(applied("and", "flag", { args: [this.node, other.node] }));
  }
  or(other: FlagExpression): FlagExpression {
    return new FlagExpression(applied("or", "flag", { args: [this.node, other.node] }));
  }
  not(): FlagExpression {
    return new FlagExpression(applied("not", "flag", { args: [this.node] }));
  }
  /** 1 or 0. */
  asNumber(): NumberExpression {
    return new NumberExpression(applied("flag-to-number", "number", { args: [this.node] }));
  }
  orElse(fallback: boolean): FlagExpression {
    return new FlagExpression(applied("or-else", "flag", { args: [this.node, literal("flag", fallback)] }));
  }
}

/** Text. Where the contract lists the values, only those compile. */
export class TextExpression<V extends string = string> extends BaseExpression {
  readonly kind: "text" = "text";

  equals(value: V): FlagExpression {
    return new FlagExpression(applied("text-equals", "flag", { args: [this.node], options: { value } }));
  }
  oneOf(values: readonly V[]): FlagExpression {
    return new FlagExpression(applied("one-of", "flag", { args: [this.node], options: { values } }));
  }
  /** Whether two texts are the same. */
  sameAs(other: TextExpression): FlagExpression {
    return new FlagExpression(applied("same-text", "flag", { args: [this.node, other.node] }));
  }
  startsWith(value: string): FlagExpression {
    return new FlagExpression(applied("starts-with", "flag", { args: [this.node], options: { value } }));
  }
  /** Whether the text holds these very characters. */
  contains(value: string): FlagExpression {
    return new FlagExpression(applied("contains", "flag", { args: [this.node], options: { value } }));
  }
  lower(): TextExpression {
    return new TextExpression(applied("lower", "text", { args: [this.node] }));
  }
  /** The first characters. */
  first(count: number): TextExpression {
    if (!Number.isSafeInteger(count) || count < 1)
      throw expressionInvalid({ method: "first", allowed: "a whole number from 1", got: String(count) });
    return new TextExpression(applied("first", "text", { args: [this.node], options: { count } }));
  }
  length(): NumberExpression {
    return new NumberExpression(applied("length", "number", { args: [this.node] }));
  }
  /** Missing where the text is not a number. */
  asNumber(): NumberExpression {
    return new NumberExpression(applied("to-number", "number", { args: [this.node] }));
  }
  /** Missing values become the most frequent one of the training rows, or a fixed one. */
  imputed(how: Exclude<Imputation<string>, "median" | "mean">, options: ImputeOptions = {}): TextExpression {
    return new TextExpression(imputedNode(this.node, how, options));
  }
  /**
   * What rows of this category came to on average: the mean of an outcome in the training rows, drawn to the mean of all
   * where they are few. A row never sees its own label. Of a text outcome one column for each class.
   */
  targetEncoded(outcome: string, options: TargetEncoding = {}): NumberExpression {
    return new NumberExpression(targetEncodedNode(this.node, outcome, options));
  }
  /** Free text as numbers: its words and their parts, hashed into columns. A feature by itself. */
  hashed(options: Hashing = {}): NumberExpression {
    return new NumberExpression(hashedNode(this.node, options));
  }
  /** Categories that are rare in the training rows, and unknown ones, become one. */
  pooled(options: Pooling = {}): TextExpression {
    return new TextExpression(pooledNode(this.node, options));
  }
  /** The place of the category among those of the training rows; missing where it is not among them. */
  ordinal(options: Ordering = {}): NumberExpression {
    return new NumberExpression(ordinalNode(this.node, options));
  }
  orElse(fallback: string): TextExpression {
    return new TextExpression(applied("or-else", "text", { args: [this.node, literal("text", fallback)] }));
  }
}

/** An instant. Its calendar parts are in UTC. */
export class TimeExpression extends BaseExpression {
  readonly kind: "time" = "time";

  #part(operator: string): NumberExpression {
    return new NumberExpression(applied(operator, "number", { args: [this.node] }));
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
    return new NumberExpression(applied("days-since", "number", { args: [this.node, other.node] }));
  }
}

export type Expression = NumberExpression | FlagExpression | TextExpression | TimeExpression;

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
