import { describe, expect, expectTypeOf, test } from "vitest";
import { hashValue, isAlidadeError } from "../../kernel/index.ts";
import { evaluateRow } from "../evaluate.ts";
import { type FlagExpression, fieldExpression, type NumberExpression, type TextExpression } from "../expression.ts";
import { eventFieldsOf, fieldsOf, type WindowNode, windowsOf } from "../node.ts";
import { rowReader } from "../row-reader.ts";
import { wordsOf } from "../words.ts";
import { streamExpressions } from "./stream-expressions.ts";
import { windowKey } from "./window-key.ts";

const event = {
  cost: fieldExpression("cost", "number") as NumberExpression,
  drug: fieldExpression("drug", "text") as TextExpression<"x" | "y">,
  urgent: fieldExpression("urgent", "flag") as FlagExpression,
};
const from = streamExpressions("visits", event);
const age = fieldExpression("age", "number") as NumberExpression;

describe("windows are expressions", () => {
  const share = from
    .sum((e) => e.cost, { within: "30d" })
    .per(from.sum((e) => e.cost, { within: "90d" }))
    .plus(age);

  test("typed by the stream's fields", () => {
    expectTypeOf(from.last((e) => e.drug)).toEqualTypeOf<TextExpression<"x" | "y">>();
    expectTypeOf(from.count({ where: (e) => e.drug.equals("x") })).toEqualTypeOf<NumberExpression>();
    // @ts-expect-error a text cannot be added
    expect(() => from.sum((e) => e.drug)).toThrow();
    // @ts-expect-error the stream has no such field
    expect(() => from.sum((e) => e.price)).toThrow();
    // @ts-expect-error not a duration
    expect(() => from.count({ within: "a month" })).toThrow();
    // @ts-expect-error a count has no unit
    expect(() => from.count({ unit: "day" })).toThrow();
  });

  test("which tell their windows and the row's fields apart", () => {
    expect(fieldsOf(share.node)).toEqual(["age"]);
    expect(windowsOf(share.node).map(({ within }) => within)).toEqual(["30d", "90d"]);
    const [window] = windowsOf(from.sum((e) => e.cost, { where: (e) => e.urgent.and(e.drug.equals("x")) }).node);
    expect(eventFieldsOf(window as WindowNode)).toEqual(["cost", "urgent", "drug"]);
  });

  test("in words", () => {
    expect(wordsOf(share.node)).toBe("(sum of cost over visits within 30d / sum of cost over visits within 90d) + age");
    expect(wordsOf(from.count({ where: (e) => e.urgent.and(e.drug.equals("x")) }).node)).toBe(
      'count of visits where urgent and drug = "x"',
    );
    expect(wordsOf(from.sinceLast({ within: "7d" }).node)).toBe("hours since the last of visits within 7d");
    expect(wordsOf(from.trend((e) => e.cost).node)).toBe("trend of cost a day over visits");
    expect(wordsOf(from.last((e) => e.drug).node)).toBe("last of drug in visits");
  });

  test("as data: equal declarations are one window, and survive JSON", () => {
    const [one, other] = [from.count({ within: "1d" }), from.count({ within: "1d" })];
    expect(hashValue(one.node)).toBe(hashValue(other.node));
    const [window] = windowsOf(one.node);
    expect(windowKey(JSON.parse(JSON.stringify(window)))).toBe(windowKey(window as never));
    expect(windowKey(from.count({ within: "2d" }).node as never)).not.toBe(windowKey(window as never));
  });

  test("read the answers that come with a row, and refuse a row without", () => {
    const answers = Object.fromEntries(windowsOf(share.node).map((window, i) => [windowKey(window), i + 1]));
    expect(evaluateRow({ share: share.node }, { age: 5, ...answers })).toEqual({ share: 5.5 });
    expect(rowReader([share.node])({ age: 5, ...answers })).toEqual([5.5]);
    for (const run of [() => evaluateRow({ share: share.node }, { age: 5 }), () => rowReader([share.node])({ age: 5 })])
      expect(run).toThrow("the row does not come with the answer");
  });
});

describe("a program without types gets a sentence", () => {
  const loose = from as unknown as Record<string, (...args: unknown[]) => unknown>;
  const cost = (e: typeof event) => e.cost;

  test.each([
    ["a kind", () => loose.mean?.((e: typeof event) => e.drug), "takes a number of an event. Got text"],
    ["no function", () => loose.sum?.("cost"), "a function of the event"],
    ["no expression", () => loose.sum?.(() => 3), "over its fields"],
    ["a condition that is none", () => loose.count?.({ where: cost }), "a condition, true or false. Got number"],
    ["a field of the row", () => loose.sum?.(() => age), "takes the fields of the event. Got `age` of the row"],
    ["a window in a window", () => loose.sum?.(() => from.count()), "Got a window over events"],
    ["a misspelt option", () => loose.count?.({ with: "3d" }), "the options within, where, freshWithin. Got with"],
    ["a span that is none", () => loose.count?.({ within: 30 }), 'a duration such as "30d". Got 30'],
    ["a span in words", () => loose.count?.({ within: "month" }), "such as"],
    ["a unit", () => loose.trend?.(cost, { unit: "year" }), "minute, hour, day. Got year"],
  ])("%s", (_, run, words) => {
    let thrown: unknown;
    try {
      run();
    } catch (error) {
      thrown = error;
    }
    expect(isAlidadeError(thrown)).toBe(true);
    expect(String(thrown)).toContain(words);
  });
});
