import type { Kind } from "../../data/index.ts";
import { type Duration, milliseconds } from "../../kernel/index.ts";
import { type Expression, expressionOf, type FlagExpression, NumberExpression } from "../expression.ts";
import { expressionInvalid } from "../expression-checks.ts";
import type { AggregateName, Node, TimeUnit, WindowNode } from "../node.ts";
import { windowsOf } from "../node.ts";

/** Which events of a stream count. `Event` are the handles of an event's fields. */
export interface WindowOptions<Event> {
  /** Events of this length before the row's time, such as `"30d"`. Default: everything so far. */
  readonly within?: Duration;
  /** Only events for which this is true. Default: all. */
  readonly where?: (event: Event) => FlagExpression;
  /**
   * The answer is missing unless an event of this length before the row's time is known: what is too old to be trusted, in
   * training and in serving alike. Default: what the stream declares, or for ever.
   */
  readonly freshWithin?: Duration;
}

export interface TimedOptions<Event> extends WindowOptions<Event> {
  readonly unit?: TimeUnit;
}

/** What can be said of the events of one stream that are about the row's entity and could be known by the row's time. */
export interface StreamExpressions<Event> {
  /** How many there are. Never missing. */
  count(options?: WindowOptions<Event>): NumberExpression;
  /** Of the values that are there; 0 of none. */
  sum(of: (event: Event) => NumberExpression, options?: WindowOptions<Event>): NumberExpression;
  /** Of the values that are there; missing of none. */
  mean(of: (event: Event) => NumberExpression, options?: WindowOptions<Event>): NumberExpression;
  /** Missing of none. */
  min(of: (event: Event) => NumberExpression, options?: WindowOptions<Event>): NumberExpression;
  /** Missing of none. */
  max(of: (event: Event) => NumberExpression, options?: WindowOptions<Event>): NumberExpression;
  /** The value at the last event that has one; of events at one time, that which was known last. Missing of none. */
  last<E extends Expression>(of: (event: Event) => E, options?: WindowOptions<Event>): E;
  /** How many different values there are. Never missing. */
  distinct(of: (event: Event) => Expression, options?: WindowOptions<Event>): NumberExpression;
  /** Time from the last event to the row's time, in hours unless `unit` says otherwise. Missing of none. */
  sinceLast(options?: TimedOptions<Event>): NumberExpression;
  /** Least-squares slope by the events' times, a day unless `unit` says otherwise. Missing without two times. */
  trend(of: (event: Event) => NumberExpression, options?: TimedOptions<Event>): NumberExpression;
}

/** The handles of a stream, for the function that declares features. `event` holds a handle for each field. */
export function streamExpressions<Event extends object>(
  stream: string,
  event: Event,
  { freshWithin }: Pick<WindowOptions<Event>, "freshWithin"> = {},
): StreamExpressions<Event> {
  const build = (aggregate: AggregateName, parts: Parts<Event>): Node => {
    const node = windowNode(aggregate, parts, { stream, event });
    const span = parts.options?.freshWithin ?? freshWithin;
    return span === undefined ? node : onlyFresh(node, checkedSpan(`from.${stream} freshWithin`, span));
  };
  const number = (aggregate: AggregateName, parts: Parts<Event>): NumberExpression =>
    new NumberExpression(build(aggregate, parts));
  return Object.freeze<StreamExpressions<Event>>({
    count: (options) => number("count", { options }),
    sum: (of, options) => number("sum", { of, options, takes: "number" }),
    mean: (of, options) => number("mean", { of, options, takes: "number" }),
    min: (of, options) => number("min", { of, options, takes: "number" }),
    max: (of, options) => number("max", { of, options, takes: "number" }),
    last: <E extends Expression>(of: (event: Event) => E, options?: WindowOptions<Event>) =>
      expressionOf(build("last", { of, options, takes: "any" })) as E,
    distinct: (of, options) => number("distinct", { of, options, takes: "any" }),
    sinceLast: (options) => number("since-last", { options, unit: "hour" }),
    trend: (of, options) => number("trend", { of, options, takes: "number", unit: "day" }),
  });
}

interface Parts<Event> {
  readonly of?: (event: Event) => Expression;
  readonly options: TimedOptions<Event> | undefined;
  /** Kind of what `of` gives. */
  readonly takes?: Kind | "any";
  /** The unit unless another is asked; absent where there is none. */
  readonly unit?: TimeUnit;
}

interface Place<Event> {
  readonly stream: string;
  readonly event: Event;
}

const UNITS: readonly string[] = ["minute", "hour", "day"];

function windowNode<Event extends object>(
  aggregate: AggregateName,
  { of, options = {}, takes, unit }: Parts<Event>,
  { stream, event }: Place<Event>,
): WindowNode {
  const method = `from.${stream}.${aggregate === "since-last" ? "sinceLast" : aggregate}`;
  checkNames(method, options, ["within", "where", "freshWithin", ...(unit === undefined ? [] : ["unit"])]);
  const read = (what: string, make: unknown): Node => eventNode(`${method} ${what}`, make, event);
  const value = takes === undefined ? undefined : read("of", of);
  if (value !== undefined && takes !== "any" && value.kind !== takes)
    throw expressionInvalid({ method, allowed: `a ${takes} of an event`, got: value.kind });
  const where = options.where === undefined ? undefined : read("where", options.where);
  if (where !== undefined && where.kind !== "flag")
    throw expressionInvalid({ method: `${method} where`, allowed: "a condition, true or false", got: where.kind });
  return Object.freeze<WindowNode>({
    op: "window",
    kind: aggregate === "last" && value !== undefined ? value.kind : "number",
    stream,
    aggregate,
    ...(value === undefined ? {} : { of: value }),
    ...(where === undefined ? {} : { where }),
    ...(options.within === undefined ? {} : { within: checkedSpan(method, options.within) }),
    ...(unit === undefined ? {} : { unit: checkedUnit(method, options.unit ?? unit) }),
  });
}

/** A window's answer where an event is fresh; missing elsewhere. */
function onlyFresh(node: WindowNode, within: string): Node {
  const { stream, kind } = node;
  const events: WindowNode = { op: "window", kind: "number", stream, aggregate: "count", within };
  const one: Node = { op: "literal", kind: "number", value: 1 };
  const isFresh: Node = { op: "apply", operator: "at-least", kind: "flag", args: [events, one], options: {} };
  const nothing: Node = { op: "literal", kind, value: null };
  return Object.freeze<Node>({ op: "apply", operator: "when", kind, args: [isFresh, node, nothing], options: {} });
}

function checkNames(method: string, options: unknown, allowed: readonly string[]): void {
  const isObject = typeof options === "object" && options !== null && !Array.isArray(options);
  const strays = isObject ? Object.keys(options).filter((name) => !allowed.includes(name)) : [typeof options];
  if (strays.length > 0)
    throw expressionInvalid({ method, allowed: `the options ${allowed.join(", ")}`, got: strays.join(", ") });
}

function checkedSpan(method: string, within: string): string {
  if (typeof within !== "string")
    throw expressionInvalid({ method: `${method} within`, allowed: 'a duration such as "30d"', got: String(within) });
  milliseconds(within);
  return within;
}

function checkedUnit(method: string, unit: TimeUnit): TimeUnit {
  if (!UNITS.includes(unit))
    throw expressionInvalid({ method: `${method} unit`, allowed: UNITS.join(", "), got: String(unit) });
  return unit;
}

/** What a function makes of an event, over the event's own fields alone. */
function eventNode<Event extends object>(method: string, make: unknown, event: Event): Node {
  const shape = "a function of the event, such as `(e) => e.cost`";
  if (typeof make !== "function") throw expressionInvalid({ method, allowed: shape, got: typeof make });
  const made: unknown = make(event);
  const node = (made as { readonly node?: Node } | null | undefined)?.node;
  if (node === undefined) throw expressionInvalid({ method, allowed: `${shape}, over its fields`, got: typeof made });
  if (windowsOf(node).length > 0)
    throw expressionInvalid({ method, allowed: "the fields of one event", got: "a window over events" });
  const own = new Set(Object.values(event).map((handle: Expression) => handle.node));
  const stray = fieldNodes(node).find((field) => !own.has(field));
  if (stray !== undefined)
    throw expressionInvalid({ method, allowed: "the fields of the event", got: `\`${stray.name}\` of the row` });
  return node;
}

function fieldNodes(node: Node): readonly (Node & { readonly op: "field" })[] {
  if (node.op === "field") return [node];
  return node.op === "apply" ? node.args.flatMap(fieldNodes) : [];
}
