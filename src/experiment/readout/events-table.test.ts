import { expect, test } from "vitest";
import { type EventsRequest, tableOfEvents } from "./events-table.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const request: EventsRequest = {
  arms: ["a", "b"],
  within: 7 * DAY,
  before: 14 * DAY,
  asOf: 30 * DAY,
  exposures: [
    { unit: "u1", arm: "a", at: 20 * DAY },
    { unit: "u2", arm: "b", at: 20 * DAY },
    // Seen in both: where it was first counts, whatever the order of the log.
    { unit: "u1", arm: "b", at: 21 * DAY },
    { unit: "u3", arm: "b", at: 25 * DAY },
    { unit: "u3", arm: "a", at: 22 * DAY },
    { unit: "u4", arm: "elsewhere", at: 20 * DAY },
  ],
  events: [
    { unit: "u1", name: "purchase", at: 20 * DAY + HOUR, value: 5 },
    { unit: "u1", name: "purchase", at: 22 * DAY, value: 7 },
    { unit: "u1", name: "purchase", at: 18 * DAY, value: 100 },
    { unit: "u2", name: "purchase", at: 27 * DAY, value: 9 },
    { unit: "u2", name: "visit", at: 23 * DAY },
    { unit: "u2", name: "visit", at: 22 * DAY },
    { unit: "u2", name: "visit", at: 1 * DAY },
    { unit: "u3", name: "purchase", at: 31 * DAY, value: 1_000 },
    { unit: "u5", name: "purchase", at: 22 * DAY, value: 1 },
    { unit: "u1", name: "something else", at: 22 * DAY },
  ],
  columns: {
    revenue: { event: "purchase", as: "sum" },
    purchases: { event: "purchase", as: "count" },
    visited: { event: "visit", as: "any" },
    returned: { event: "visit", as: "days-to-first" },
  },
};

test("a unit counts in the arm that it met first, from then on, within its window", () => {
  const { table } = tableOfEvents(request);
  expect([...table.arms.codes]).toEqual([0, 1, 0]);
  expect(table.columns.revenue).toEqual(Float64Array.of(12, 0, 0));
  expect(table.columns.purchases).toEqual(Float64Array.of(2, 0, 0));
  expect(table.columns.visited).toEqual(Float64Array.of(0, 1, 0));
  expect(table.columns.returned).toEqual(Float64Array.of(Number.NaN, 2, Number.NaN));
  expect(table.columns.watched).toEqual(Float64Array.of(10, 10, 8));
});

test("what it did before becomes what was known before, and what was odd is counted", () => {
  const { table, noticed } = tableOfEvents(request);
  expect(table.columns["revenue before"]).toEqual(Float64Array.of(100, 0, 0));
  expect(noticed).toEqual({ strays: 1, crossed: 2, outcomes: { a: 2, b: 2 }, early: { a: 1, b: 0 } });
});
