import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fieldExpression, type NumberExpression, type TextExpression } from "../expression.ts";
import type { Node } from "../node.ts";
import { argsort } from "./argsort.ts";
import { NumberHeap } from "./number-heap.ts";
import { decodeWindowState, encodeWindowState } from "./state-codec.ts";
import { streamExpressions } from "./stream-expressions.ts";
import { windowPast, windowStateUnreadable } from "./window-errors.ts";
import { planWindows } from "./window-plan.ts";
import { WindowState } from "./window-state.ts";

const HOUR = 3_600_000;
const from = streamExpressions("visits", {
  cost: fieldExpression("cost", "number") as NumberExpression,
  drug: fieldExpression("drug", "text") as TextExpression,
});
const planOf = (nodes: readonly { readonly node: Node }[], hasIds = false) =>
  planWindows(
    nodes.map(({ node }) => node),
    { stream: "visits", hasIds },
  );
const everything = [
  from.count(),
  from.sum((e) => e.cost),
  from.min((e) => e.cost),
  from.max((e) => e.cost),
  from.last((e) => e.drug),
  from.distinct((e) => e.drug),
  from.sinceLast(),
  from.trend((e) => e.cost),
];
const lastDay = [
  from.count({ within: "24h" }),
  from.sum((e) => e.cost, { within: "24h" }),
  from.min((e) => e.cost, { within: "24h" }),
  from.last((e) => e.drug, { within: "3h" }),
];

/** An event an hour for as long as told, every ninth of them an hour late, with one question each. */
function live(plan: ReturnType<typeof planOf>, hours: number): WindowState {
  const state = new WindowState(plan);
  for (let hour = 0; hour < hours; hour++) {
    const knownAt = hour * HOUR;
    const time = hour % 9 === 0 ? knownAt - HOUR * 1.5 : knownAt;
    const values = plan.inputs.map(({ kind }) => (kind === "text" ? `drug ${hour % 5}` : hour % 17));
    state.advance(knownAt);
    state.take({ time, knownAt, id: plan.hasIds ? hour : null, values });
    state.answers(knownAt);
  }
  return state;
}

describe("what is held of an entity", () => {
  test.each([
    ["windows of a day", lastDay, false],
    ["windows of a day over events with ids", lastDay, true],
    ["endless windows over events without ids", everything, false],
  ] as const)("%s stays as small after a year as after a week", (_, nodes, hasIds) => {
    const plan = planOf(nodes, hasIds);
    const [week, year] = [live(plan, 7 * 24), live(plan, 365 * 24)].map((state) => encodeWindowState(state).length);
    expect(year).toBeLessThan((week as number) * 1.5 + 200);
  });

  test("a junk date in the far future holds up nothing and is not seen before", () => {
    const plan = planOf(lastDay);
    const state = new WindowState(plan);
    state.advance(0);
    state.take({ time: Date.UTC(2999, 0, 1), knownAt: 0, id: null, values: plan.inputs.map(() => 1) });
    for (let hour = 0; hour < 2000; hour++) {
      state.advance(hour * HOUR);
      state.take({ time: hour * HOUR, knownAt: hour * HOUR, id: null, values: plan.inputs.map(() => 1) });
    }
    expect(Object.values(state.answers(2000 * HOUR))).toContain(23);
    expect(encodeWindowState(state).length).toBeLessThan(10_000);
  });
});

describe("a state", () => {
  test("goes forward only", () => {
    const state = live(planOf(lastDay), 5);
    expect(() => state.answers(HOUR)).toThrow(expect.objectContaining({ code: windowPast.code }));
    expect(() => state.advance(Number.NaN)).toThrow(expect.objectContaining({ code: windowPast.code }));
    expect(state.answers(state.at)).toEqual(state.answers(state.at));
  });

  test("passes over an event without a time, or one that is never known", () => {
    const plan = planOf([from.count()]);
    const state = new WindowState(plan);
    state.advance(HOUR);
    state.take({ time: Number.NaN, knownAt: 0, id: null, values: [] });
    state.take({ time: 0, knownAt: Number.NaN, id: null, values: [] });
    expect(Object.values(state.answers(HOUR))).toEqual([0]);
  });

  test("counts the very same event object once where it has an id", () => {
    const plan = planOf([from.count()], true);
    const state = new WindowState(plan);
    const event = { time: 2 * HOUR, knownAt: 0, id: "a", values: [] };
    state.advance(HOUR);
    state.take(event);
    state.take(event);
    expect(Object.values(state.answers(3 * HOUR))).toEqual([1]);
  });

  test("is the same after it was stored", () => {
    for (const hasIds of [false, true]) {
      const plan = planOf([...everything, ...lastDay], hasIds);
      const state = live(plan, 100);
      const again = decodeWindowState(plan, encodeWindowState(state));
      expect(again.answers(110 * HOUR)).toEqual(state.answers(110 * HOUR));
      expect(encodeWindowState(again)).toEqual(encodeWindowState(state));
      const used = decodeWindowState(plan, encodeWindowState(live(plan, 20)), { into: live(plan, 300) });
      expect(used.answers(110 * HOUR)).toEqual(live(plan, 20).answers(110 * HOUR));
      const [left, right] = [live(plan, 100), live(plan, 100)];
      const ahead = decodeWindowState(plan, encodeWindowState(left), { into: used, at: 107 * HOUR });
      right.advance(107 * HOUR);
      expect(encodeWindowState(ahead)).toEqual(encodeWindowState(right));
      expect(ahead.answers(110 * HOUR)).toEqual(right.answers(110 * HOUR));
    }
  });

  test("refuses bytes that are cut, longer, of another format, or of other windows", () => {
    const plan = planOf(lastDay);
    const bytes = encodeWindowState(live(plan, 10));
    const broken = [
      bytes.slice(0, -3),
      Uint8Array.of(...bytes, 0),
      Uint8Array.of(9, ...bytes.slice(1)),
      new Uint8Array(0),
    ];
    for (const one of broken)
      expect(() => decodeWindowState(plan, one)).toThrow(expect.objectContaining({ code: windowStateUnreadable.code }));
    expect(() => decodeWindowState(planOf(everything), bytes)).toThrow("other windows");
  });

  test("damaged bytes are refused or read, and nothing else comes of them", () => {
    const plan = planOf([...everything, ...lastDay], true);
    const bytes = encodeWindowState(live(plan, 40));
    const damage = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(damage, (changes) => {
        const damaged = bytes.slice();
        for (const [at, byte] of changes) damaged[at] = byte;
        try {
          decodeWindowState(plan, damaged);
        } catch (thrown) {
          expect(thrown).toMatchObject({ code: expect.stringMatching(/^features\.window-/) });
        }
      }),
      { numRuns: 300 },
    );
  });

  test("does not depend on the order in which windows are declared", () => {
    expect(planOf(lastDay.toReversed()).id).toBe(planOf(lastDay).id);
    expect(planOf(lastDay, true).id).not.toBe(planOf(lastDay).id);
  });
});

test("a heap gives the smallest first, after cleaning up as before", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true })), (keys) => {
      const heap = new NumberHeap();
      keys.forEach((key, item) => {
        heap.push(key, item);
      });
      heap.keepOnly((item) => item % 3 !== 0);
      const kept = keys.filter((_, item) => item % 3 !== 0);
      const out = kept.map(() => keys[heap.pop()]);
      expect(out).toEqual(kept.toSorted((a, b) => a - b).map((key) => key + 0 || key));
      expect(heap.size).toBe(0);
    }),
  );
});

test("rows are sorted by number, equal ones as they stand, missing ones last", () => {
  const values = fc.array(fc.oneof(fc.double(), fc.integer({ min: -3, max: 3 }), fc.integer({ min: 0, max: 2 ** 45 })));
  fc.assert(
    fc.property(values, (numbers) => {
      const rank = (row: number): number => (Number.isNaN(numbers[row]) ? Infinity : 0);
      const expected = [...numbers.keys()].sort((a, b) =>
        rank(a) !== rank(b) ? rank(a) - rank(b) : Math.sign((numbers[a] as number) - (numbers[b] as number)) || a - b,
      );
      expect([...argsort(Float64Array.from(numbers))]).toEqual(expected);
    }),
  );
});
