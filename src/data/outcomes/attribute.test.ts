import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { columnOf } from "../table.ts";
import { type AttributeOptions, attributeOutcomes } from "./attribute.ts";
import { matchKeys } from "./match-keys.ts";

interface Report {
  readonly key?: number;
  readonly happened: number;
  readonly known?: number;
  readonly value?: number;
  readonly event?: number;
}

/** Decisions of one entity at 100, 200 and 300, and one of another at 200; windows of 150. */
function attributed(reports: readonly Report[], options: Partial<AttributeOptions> = {}) {
  const decisions = { key: Int32Array.of(0, 0, 0, 1), at: Float64Array.of(100, 200, 300, 200) };
  const outcomes = {
    key: Int32Array.from(reports, ({ key }) => key ?? 0),
    happenedAt: Float64Array.from(reports, ({ happened }) => happened),
    knownAt: Float64Array.from(reports, ({ happened, known }) => known ?? happened),
    value: Float64Array.from(reports, ({ value }) => value ?? 1),
    ...(reports.some(({ event }) => event !== undefined)
      ? { event: Int32Array.from(reports, ({ event }, i) => event ?? 100 + i) }
      : {}),
  };
  return attributeOutcomes(decisions, outcomes, { within: 150, now: 1_000, ...options });
}

describe("an outcome of an entity", () => {
  test.each([
    ["last", [0, 1, 0, 0]],
    ["first", [1, 0, 0, 0]],
    ["all", [1, 1, 0, 0]],
  ] as const)("is credited to the %s decision in whose window it happened", (touch, credited) => {
    expect([...attributed([{ happened: 240 }], { touch }).credited]).toEqual(credited);
  });

  test("both ends of a window belong to it, and what fits nowhere is counted", () => {
    const { credited, unmatched } = attributed([
      { happened: 450 },
      { happened: 99 },
      { happened: 451 },
      { key: -1, happened: 300 },
      { key: 9, happened: 300 },
    ]);
    expect([...credited]).toEqual([0, 0, 1, 0]);
    expect(unmatched).toBe(4);
  });

  test.each([
    ["last-reported", 7],
    ["first", 5],
    ["sum", 12],
    ["count", 2],
  ] as const)("several come to their %s", (take, value) => {
    const found = attributed(
      [
        { happened: 310, known: 500, value: 5 },
        { happened: 320, known: 600, value: 7 },
      ],
      { take },
    );
    expect(found.value[2]).toBe(value);
  });

  test("a correction replaces what it corrects as soon as it is known, and may take it out of the window", () => {
    const reports = [
      { happened: 310, known: 320, value: 5, event: 1 },
      { happened: 310, known: 900, value: 8, event: 1 },
      { key: 1, happened: 210, known: 220, event: 2 },
      { key: 1, happened: 5_000, known: 900, event: 2 },
    ];
    const [before, after] = [
      attributed(reports, { now: 899, take: "sum" }),
      attributed(reports, { now: 900, take: "sum" }),
    ];
    expect([before.value[2], after.value[2]]).toEqual([5, 8]);
    expect([before.credited[3], after.credited[3]]).toEqual([1, 0]);
  });

  test("silence is believed when the window and the delay are over, and not before", () => {
    expect([...attributed([], { now: 350 }).value]).toEqual([0, Number.NaN, Number.NaN, Number.NaN]);
    expect([...attributed([], { now: 350, delay: 100 }).closed]).toEqual([0, 0, 0, 0]);
    expect([...attributed([], { now: 451, delay: 100, absent: -1 }).value]).toEqual([-1, -1, Number.NaN, -1]);
  });

  test("a late report about a time within the window counts once it is known", () => {
    const late = [{ happened: 310, known: 5_000 }];
    expect(attributed(late, { now: 4_999 }).value[2]).toBe(0);
    expect(attributed(late, { now: 5_000 })).toMatchObject({ unmatched: 0 });
    expect(attributed(late, { now: 5_000 }).knownAt[2]).toBe(5_000);
  });

  test("lengths that differ and negative windows are refused", () => {
    expect(() => attributed([], { within: -1 })).toThrow(/0 or more milliseconds/);
    const decisions = { key: Int32Array.of(0), at: Float64Array.of(1, 2) };
    const outcomes = { key: Int32Array.of(), happenedAt: Float64Array.of() };
    expect(() => attributeOutcomes(decisions, outcomes, { within: 1, now: 1 })).toThrow(/equally long/);
  });
});

test("agrees with trying every pair, in any order of arrival", () => {
  const time = fc.integer({ min: 0, max: 40 });
  const cases = fc.record({
    decisions: fc.array(fc.record({ key: fc.integer({ min: 0, max: 2 }), at: time }), { maxLength: 12 }),
    outcomes: fc.array(fc.record({ key: fc.integer({ min: -1, max: 3 }), happened: time, late: time }), {
      maxLength: 12,
    }),
    touch: fc.constantFrom("last", "first", "all"),
    now: time,
  });
  fc.assert(
    fc.property(cases, ({ decisions, outcomes, touch, now }) => {
      const expected = new Array<number>(decisions.length).fill(0);
      for (const { key, happened, late } of outcomes) {
        if (happened + late > now) continue;
        const fitting = decisions
          .map((decision, row) => ({ ...decision, row }))
          .filter((decision) => decision.key === key && decision.at <= happened && happened <= decision.at + 10)
          .sort((a, b) => a.at - b.at || a.row - b.row);
        const credited = touch === "all" ? fitting : touch === "first" ? fitting.slice(0, 1) : fitting.slice(-1);
        for (const { row } of credited) expected[row] = expected[row]! + 1;
      }
      const found = attributeOutcomes(
        { key: Int32Array.from(decisions, ({ key }) => key), at: Float64Array.from(decisions, ({ at }) => at) },
        {
          key: Int32Array.from(outcomes, ({ key }) => key),
          happenedAt: Float64Array.from(outcomes, ({ happened }) => happened),
          knownAt: Float64Array.from(outcomes, ({ happened, late }) => happened + late),
        },
        { within: 10, now, touch },
      );
      expect([...found.credited]).toEqual(expected);
    }),
  );
});

test("keys match across kinds of columns, and a missing one matches nothing", () => {
  const decisions = columnOf("customer", "text", ["7", "b", null, "7"]);
  expect(matchKeys(decisions, columnOf("customer", "number", [7, 8, null]))).toEqual({
    decisions: Int32Array.of(0, 1, 2, 0),
    outcomes: Int32Array.of(0, -1, -1),
  });
  expect(matchKeys(decisions, columnOf("c", "text", ["b", null])).outcomes).toEqual(Int32Array.of(1, -1));
});
