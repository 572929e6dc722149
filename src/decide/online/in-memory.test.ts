import { describe, expect, test } from "vitest";
import {
  fieldExpression,
  type NumberExpression,
  planWindows,
  streamExpressions,
  WindowState,
} from "../../features/index.ts";
import { HeldAnswers } from "./held-answers.ts";
import { HotStates } from "./hot-states.ts";

const HOUR = 3_600_000;
const from = streamExpressions("orders", { cost: fieldExpression("cost", "number") as NumberExpression });
const plan = planWindows([from.sum((e) => e.cost, { within: "9h" }).node], { stream: "orders" });

/** An order at each of these hours, of as much as the hour. */
function stateOf(...hours: readonly number[]): WindowState {
  const state = new WindowState(plan);
  for (const hour of hours) state.take({ time: hour * HOUR, knownAt: hour * HOUR, id: null, values: [hour] });
  return state;
}

describe("decoded states in memory", () => {
  test("take no more than they may, but for those that somebody is about to read", () => {
    const one = stateOf(1).bytes;
    const hot = new HotStates(10 * one);
    hot.hold(["0", "1"]);
    for (let i = 0; i < 100; i++) hot.put(String(i), stateOf(1));
    expect(hot.bytes).toBe(10 * one);
    expect([hot.get("0"), hot.get("1")]).not.toContain(undefined);
    hot.release(["0", "1"]);
    expect(new HotStates(0).get("0")).toBeUndefined();
  });

  test("are weighed again when events have made them larger", () => {
    const hot = new HotStates(1e6);
    const state = stateOf(1);
    hot.put("a", state);
    for (let hour = 2; hour < 800; hour++) {
      const event = { time: hour * HOUR, knownAt: hour * HOUR, id: null, values: [1] };
      hot.tell("a", { at: 0, event });
    }
    hot.get("a");
    expect(hot.bytes).toBe(state.bytes);
    expect(hot.bytes).toBeGreaterThan(stateOf(1).bytes);
  });
});

describe("answers in memory", () => {
  const said = (held: HeldAnswers, entity: string, hour: number) => {
    const found = held.at(entity, hour * HOUR);
    return found === undefined ? undefined : [found.at / HOUR, ...Object.values(found.windows)];
  };
  const about = { about: "", streams: [{ name: "orders", plan }] } as unknown as ConstructorParameters<
    typeof HeldAnswers
  >[0];

  test("are there until one may be wrong, an event is told of, or all are forgotten", () => {
    const held = new HeldAnswers(about, 1e6);
    for (const entity of ["a", "b", "c"]) held.ask(entity, [stateOf(1, 3)], 4 * HOUR);
    expect([said(held, "a", 5), said(held, "a", 2), said(held, "a", 10)]).toEqual([[5, 4], [4, 4], undefined]);
    held.forget("a");
    expect([said(held, "a", 5), said(held, "b", 5)]).toEqual([undefined, [5, 4]]);
    held.ask("d", [stateOf(2)], 4 * HOUR);
    expect([said(held, "d", 5), said(held, "b", 5), said(held, "c", 5)]).toEqual([
      [5, 2],
      [5, 4],
      [5, 4],
    ]);
    held.clear();
    expect(said(held, "b", 5)).toBeUndefined();
  });

  test("are those of their own entity, however many come and go", () => {
    const held = new HeldAnswers(about, 4_000);
    const there = (): readonly (readonly [number, readonly unknown[]])[] =>
      Array.from({ length: 97 }, (_, entity) => [entity, said(held, String(entity), 100)] as const).flatMap(
        ([entity, found]) => (found === undefined ? [] : [[entity, found] as const]),
      );
    for (let i = 0; i < 500; i++) {
      if (i % 5 === 0) held.forget(String((i * 7) % 97));
      held.ask(String(i % 97), [stateOf(i % 97)], 100 * HOUR);
      const found = there();
      expect(found).toEqual(found.map(([entity]) => [entity, [100, entity > 91 ? entity : 0]]));
    }
    expect(there().length).toBeGreaterThan(5);
    expect(there().length).toBeLessThan(30);
  });
});
