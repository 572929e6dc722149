import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { cell, column, type Kind, type Row, type Table, tableOf } from "../../data/index.ts";
import { type FlagExpression, fieldExpression, type NumberExpression, type TextExpression } from "../expression.ts";
import type { Node } from "../node.ts";
import { evaluateAsOf } from "./as-of.ts";
import type { StreamColumns } from "./event-rows.ts";
import { streamExpressions } from "./stream-expressions.ts";

const at = (text: string): number => Date.parse(text);

const event = {
  cost: fieldExpression("cost", "number") as NumberExpression,
  drug: fieldExpression("drug", "text") as TextExpression,
  urgent: fieldExpression("urgent", "flag") as FlagExpression,
};
const from = streamExpressions("visits", event);
const kinds: Record<string, Kind> = {
  who: "text",
  at: "time",
  loaded: "time",
  id: "text",
  cost: "number",
  drug: "text",
  urgent: "flag",
};
const columns: StreamColumns = { entity: "who", time: "at", knownAt: "loaded" };

interface Case {
  readonly events: readonly Row[];
  readonly asked: string;
  readonly columns?: StreamColumns;
}

/** What an expression is for one row about `ann`. */
function ask(node: Node, given: Case): unknown {
  const rows = tableOf({ who: "text", at: "time" }, [{ who: "ann", at: at(given.asked) }]);
  const events = tableOf(
    kinds,
    given.events.map((e) => ({ who: "ann", loaded: e.at ?? null, ...e })),
  );
  const streams = { visits: { table: events, columns: given.columns ?? columns } };
  const table = evaluateAsOf({ x: node }, { rows, entity: "who", time: "at", streams });
  return cell(column(table, "x"), 0);
}

const days = (costs: readonly number[]): readonly Row[] =>
  costs.map((cost, day) => ({
    at: at("2026-01-01T12:00:00Z") + day * 86_400_000,
    cost,
    drug: `d${day % 2}`,
    urgent: day === 1,
  }));

describe("windows, answers worked out by hand", () => {
  const events = days([10, 20, 40, 80]);
  const asked = "2026-01-04T12:00:00Z";

  test.each([
    ["count", from.count(), 4],
    ["count of two days: the first moment is outside, the last inside", from.count({ within: "2d" }), 2],
    ["sum", from.sum((e) => e.cost, { within: "3d" }), 140],
    ["mean", from.mean((e) => e.cost, { within: "3d" }), 140 / 3],
    ["min", from.min((e) => e.cost, { within: "3d" }), 20],
    ["max", from.max((e) => e.cost.times(-1)), -10],
    ["last", from.last((e) => e.drug), "d1"],
    ["last of some", from.last((e) => e.cost, { where: (e) => e.drug.equals("d0") }), 40],
    ["distinct", from.distinct((e) => e.drug), 2],
    ["since the last, in hours", from.sinceLast(), 0],
    ["since the last of some, in days", from.sinceLast({ where: (e) => e.urgent, unit: "day" }), 2],
    ["trend: 10, 20, 40, 80 on four days", from.trend((e) => e.cost), 23],
    ["trend an hour", from.trend((e) => e.cost, { unit: "hour" }), 23 / 24],
    ["a ratio of windows", from.sum((e) => e.cost, { within: "2d" }).per(from.sum((e) => e.cost)), 0.8],
  ] as const)("%s", (_, expression, expected) => {
    expect(ask(expression.node, { events, asked })).toBe(expected);
  });

  test.each([
    ["count", from.count({ within: "1d" }), 0],
    ["sum", from.sum((e) => e.cost, { within: "1d" }), 0],
    ["distinct", from.distinct((e) => e.cost, { within: "1d" }), 0],
    ["mean", from.mean((e) => e.cost, { within: "1d" }), null],
    ["min", from.min((e) => e.cost, { within: "1d" }), null],
    ["last", from.last((e) => e.drug, { within: "1d" }), null],
    ["since", from.sinceLast({ within: "1d" }), null],
    ["trend", from.trend((e) => e.cost, { within: "1d" }), null],
  ] as const)("%s of nothing", (_, expression, expected) => {
    expect(ask(expression.node, { events, asked: "2026-03-01T00:00:00Z" })).toBe(expected);
    expect(ask(expression.node, { events: [], asked })).toBe(expected);
  });

  test("an event that was loaded later is not seen before, and counts in its own time afterwards", () => {
    const late: readonly Row[] = [{ at: at("2026-01-02T00:00:00Z"), loaded: at("2026-01-05T00:00:00Z"), cost: 7 }];
    const count = from.count({ within: "4d" }).node;
    expect(ask(count, { events: late, asked: "2026-01-04T23:59:59Z" })).toBe(0);
    expect(ask(count, { events: late, asked: "2026-01-05T00:00:00Z" })).toBe(1);
    expect(ask(count, { events: late, asked: "2026-01-06T00:00:00Z" })).toBe(0);
  });

  test("an event announced for later counts when it has happened", () => {
    const planned: readonly Row[] = [{ at: at("2026-02-01T00:00:00Z"), loaded: at("2026-01-01T00:00:00Z"), cost: 7 }];
    expect(ask(from.count().node, { events: planned, asked: "2026-01-31T00:00:00Z" })).toBe(0);
    expect(ask(from.count().node, { events: planned, asked: "2026-02-01T00:00:00Z" })).toBe(1);
  });

  test("a delay stands in for a time of knowledge", () => {
    const given = {
      events: [{ at: at("2026-01-01T00:00:00Z"), cost: 1 }],
      columns: { entity: "who", time: "at", delay: "2h" },
    };
    expect(ask(from.count().node, { ...given, asked: "2026-01-01T01:59:59Z" })).toBe(0);
    expect(ask(from.count().node, { ...given, asked: "2026-01-01T02:00:00Z" })).toBe(1);
  });

  test("of one id the version known last counts, once, from when it was known", () => {
    const told: readonly Row[] = [
      { at: at("2026-01-01T00:00:00Z"), loaded: at("2026-01-01T00:00:00Z"), id: "a", cost: 10 },
      { at: at("2026-01-01T00:00:00Z"), loaded: at("2026-01-01T00:00:00Z"), id: "a", cost: 10 },
      { at: at("2026-01-01T00:00:00Z"), loaded: at("2026-01-03T00:00:00Z"), id: "a", cost: 4 },
    ];
    const given = { events: told, columns: { ...columns, id: "id" } };
    const sum = from.sum((e) => e.cost).node;
    expect(ask(sum, { ...given, asked: "2026-01-02T00:00:00Z" })).toBe(10);
    expect(ask(sum, { ...given, asked: "2026-01-03T00:00:00Z" })).toBe(4);
    expect(ask(sum, { events: told, asked: "2026-01-03T00:00:00Z" })).toBe(24);
  });

  test("a short window far from 1970 has its true slope", () => {
    const close = [1, 2, 4].map((cost, second) => ({ at: at("2026-06-01T00:00:00Z") + second * 1000, cost }));
    const slope = ask(from.trend((e) => e.cost, { unit: "minute" }).node, {
      events: close,
      asked: "2026-06-01T00:01:00Z",
    });
    expect(slope).toBe(90);
  });
});

interface FeastRow {
  readonly driver_id?: number;
  readonly customer_id?: number;
  readonly event_timestamp: string;
  readonly created: string | null;
  readonly conv_rate?: number;
  readonly feature1?: number;
}

interface FeastCase {
  readonly name: string;
  readonly inputs: {
    readonly ttl_days: number;
    readonly features: readonly FeastRow[];
    readonly entities: readonly FeastRow[];
    readonly filter_by_created_timestamp?: boolean;
  };
  readonly expected: Readonly<Record<string, readonly (number | null)[]>>;
}

const file = new URL("../../../../shared/cases/feast.json", import.meta.url);
const cases: readonly FeastCase[] = existsSync(file)
  ? (JSON.parse(readFileSync(file, "utf8")) as { cases: FeastCase[] }).cases
  : [];

describe("point-in-time joins as Feast publishes them", () => {
  test.skipIf(cases.length > 0)("skipped: the published cases are looked for at ../shared/cases/feast.json", () => {});

  test.each(cases.map((one) => [one.name, one] as const))("%s", (_, { inputs, expected }) => {
    const id = (row: FeastRow): number | null => row.driver_id ?? row.customer_id ?? null;
    // A time to live of seven days counts the seventh to the millisecond; ours leaves the first instant of a window out.
    const rate = fieldExpression("rate", "number") as NumberExpression;
    const last = streamExpressions("rates", { rate }).last((e) => e.rate, {
      within: `${inputs.ttl_days * 86_400 + 1}s`,
    });
    const features = inputs.features.map((row) => ({
      who: id(row),
      at: at(row.event_timestamp),
      created: row.created === null ? null : at(row.created),
      rate: row.conv_rate ?? row.feature1 ?? null,
    }));
    const rates = tableOf({ who: "number", at: "time", created: "time", rate: "number" }, features);
    const rows = tableOf(
      { who: "number", at: "time" },
      inputs.entities.map((row) => ({ who: id(row), at: at(row.event_timestamp) })),
    );
    const asOf = { rows, entity: "who", time: "at" };
    const answers =
      inputs.filter_by_created_timestamp === true
        ? honest({ ...asOf, rates, last: last.node })
        : lenient({ ...asOf, rates, last: last.node });
    expect(answers).toEqual(expected.conv_rate ?? expected.feature1);
  });
});

interface Joined {
  readonly rows: Table;
  readonly entity: string;
  readonly time: string;
  readonly rates: Table;
  readonly last: Node;
}

/** Only what was created by then. */
function honest({ rates, last, ...asOf }: Joined): readonly unknown[] {
  return join({ last, ...asOf, rates }, { entity: "who", time: "at", knownAt: "created" });
}

/**
 * Created at any time, and of equal times the one created last: Feast's default, which lets the future in. Here the time of
 * creation is the id, which settles equal times, and every event is known at once.
 */
function lenient(joined: Joined): readonly unknown[] {
  const { rates } = joined;
  const created = column(rates, "created");
  const order = {
    name: "order",
    kind: "number",
    values: created.kind === "text" ? new Float64Array(0) : created.values,
  } as const;
  return join(
    { ...joined, rates: { ...rates, columns: [...rates.columns, order] } },
    { entity: "who", time: "at", id: "order" },
  );
}

function join({ rates, last, ...asOf }: Joined, rateColumns: StreamColumns): readonly unknown[] {
  const table = evaluateAsOf({ x: last }, { ...asOf, streams: { rates: { table: rates, columns: rateColumns } } });
  return Array.from({ length: table.rows }, (_, row) => cell(column(table, "x"), row));
}
