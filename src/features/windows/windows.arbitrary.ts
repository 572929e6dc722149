import fc from "fast-check";
import type { Row } from "../../data/index.ts";
import { type FlagExpression, fieldExpression, type NumberExpression, type TextExpression } from "../expression.ts";
import type { Node } from "../node.ts";
import { type StreamExpressions, streamExpressions } from "./stream-expressions.ts";

export const HOUR = 3_600_000;

/** An event as a source tells it. */
export interface ToldEvent extends Row {
  readonly who: string | null;
  readonly at: number;
  readonly loaded: number | null;
  readonly id: number;
  readonly cost: number | null;
  readonly drug: string | null;
  readonly urgent: boolean | null;
}

export const kinds = {
  who: "text",
  at: "time",
  loaded: "time",
  id: "number",
  cost: "number",
  drug: "text",
  urgent: "flag",
} as const;

const event = {
  cost: fieldExpression("cost", "number") as NumberExpression,
  drug: fieldExpression("drug", "text") as TextExpression,
  urgent: fieldExpression("urgent", "flag") as FlagExpression,
};

const from: StreamExpressions<typeof event> = streamExpressions("visits", event);

/** Every aggregate, over windows short, long and endless, with and without a condition. */
export const everyWindow: Readonly<Record<string, Node>> = Object.fromEntries(
  [
    {},
    { within: "3h" },
    { within: "10h" },
    { within: "10h", where: (e: typeof event) => e.urgent },
    { where: (e: typeof event) => e.cost.above(1) },
  ].flatMap((options, i) =>
    Object.entries({
      count: from.count(options as object),
      sum: from.sum((e) => e.cost, options as object),
      mean: from.mean((e) => e.cost.plus(0.1), options as object),
      min: from.min((e) => e.cost, options as object),
      max: from.max((e) => e.cost, options as object),
      last: from.last((e) => e.drug, options as object),
      lastCost: from.last((e) => e.cost, options as object),
      lastFlag: from.last((e) => e.urgent, options as object),
      distinct: from.distinct((e) => e.drug, options as object),
      distinctCosts: from.distinct((e) => e.cost, options as object),
      since: from.sinceLast({ ...(options as object), unit: "minute" }),
      trend: from.trend((e) => e.cost, options as object),
    }).map(([name, { node }]) => [`${name}${i}`, node] as const),
  ),
);

const START = Date.UTC(2026, 0, 1);
/** Few instants, so that equal times and the very edges of windows are common. */
const instant: fc.Arbitrary<number> = fc.integer({ min: 0, max: 48 }).map((half) => START + half * (HOUR / 2));

export interface Drawn {
  readonly events: readonly ToldEvent[];
  readonly rows: readonly { readonly who: string | null; readonly at: number }[];
}

const who = fc.constantFrom("a", "a", "a", "b", "c", null);
const cost = fc.oneof(
  fc.constant(null),
  fc.constantFrom(0, -0, 0.1, 0.2, 0.3, 1e16, -1e16, 1e-9, 2 / 3),
  fc.integer({ min: -300, max: 300 }).map((cents) => cents / 100),
);
const drug = fc.constantFrom("x", "y", "z", null);
const urgent = fc.constantFrom(true, false, null);

/** Events late, early, never known, told twice and corrected; `ids` of them, so that few ids mean many corrections. */
export function drawn(ids: number): fc.Arbitrary<Drawn> {
  const told: fc.Arbitrary<ToldEvent> = fc
    .record({
      who,
      at: instant,
      loaded: fc.oneof(instant, fc.constant(null)),
      id: fc.integer({ min: 1, max: ids }),
      cost,
      drug,
      urgent,
    })
    // An id belongs to one entity.
    .map((e) => ({ ...e, id: e.id * 8 + (e.who === null ? 0 : e.who.charCodeAt(0) - 96) }));
  const repeated = fc
    .array(told, { maxLength: 30 })
    .chain((events) =>
      fc
        .array(fc.nat(), { maxLength: 4 })
        .map((again) => [
          ...events,
          ...again.flatMap((at) => (events.length === 0 ? [] : [events[at % events.length] as ToldEvent])),
        ]),
    );
  return fc.record({
    events: repeated,
    rows: fc.array(fc.record({ who, at: instant }), { minLength: 1, maxLength: 12 }),
  });
}
