import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cell, type Kind, type Row, tableOf } from "../data/index.ts";
import { evaluate, evaluateRow } from "./evaluate.ts";
import {
  type Expression,
  type FlagExpression,
  fieldExpression,
  type NumberExpression,
  type TextExpression,
  type TimeExpression,
} from "./expression.ts";
import { operators } from "./operators/index.ts";
import { rowEvaluator } from "./row-reader.ts";
import type { Unit } from "./units.ts";
import { when } from "./when.ts";
import { wordsOf } from "./words.ts";

const kinds = {
  a: "number",
  b: "number",
  p: "flag",
  q: "flag",
  s: "text",
  t: "time",
  u: "time",
} as const satisfies Record<string, Kind>;
const a = fieldExpression("a", "number") as NumberExpression;
const b = fieldExpression("b", "number") as NumberExpression;
const p = fieldExpression("p", "flag") as FlagExpression;
const q = fieldExpression("q", "flag") as FlagExpression;
const s = fieldExpression("s", "text") as TextExpression;
const t = fieldExpression("t", "time") as TimeExpression;
const u = fieldExpression("u", "time") as TimeExpression;

const of = (expression: Expression, row: Row) => evaluateRow({ x: expression.node }, row).x;

/** Every operator at least once, so that the property below covers the whole catalogue. */
const everyOperator: Readonly<Record<string, Expression>> = {
  add: a.plus(b),
  subtract: a.minus(b),
  multiply: a.times(b),
  divide: a.per(b),
  min: a.min(b),
  max: a.max(b),
  abs: a.abs(),
  sqrt: a.sqrt(),
  log1p: a.log1p(),
  round: a.round(),
  floor: a.floor(),
  clip: a.clip(-1, 1),
  "at-least": a.atLeast(b),
  "at-most": a.atMost(b),
  above: a.above(b),
  below: a.below(b),
  "number-equals": a.equals(b),
  "text-equals": s.equals("x"),
  "one-of": s.oneOf(["x", "y"]),
  "starts-with": s.startsWith("x"),
  contains: s.contains("x"),
  and: p.and(q),
  or: p.or(q),
  not: p.not(),
  when: when(p, a, b),
  "is-missing": s.isMissing(),
  "or-else": s.orElse("none"),
  "to-number": s.asNumber(),
  "to-text": a.asCategory(),
  "flag-to-number": p.asNumber(),
  lower: s.lower(),
  first: s.first(1),
  length: s.length(),
  "same-text": s.sameAs(s.lower()),
  bucket: a.bucket([0, 10]),
  hour: t.hour(),
  "day-of-week": t.dayOfWeek(),
  "day-of-month": t.dayOfMonth(),
  month: t.month(),
  year: t.year(),
  "days-since": t.daysSince(u),
  convert: a.converted("lb", "kg"),
};

test("every operator of the catalogue is under test here", () => {
  expect(Object.keys(everyOperator).sort()).toEqual([...operators.keys()].sort());
});

describe("columns and rows give the same answer", () => {
  const anyNumber = fc.option(
    fc.oneof(fc.integer({ min: -5, max: 20 }), fc.double({ noNaN: true, noDefaultInfinity: true })),
  );
  const anyTime = fc.option(fc.integer({ min: -4e12, max: 4e12 }));
  const anyText = fc.option(
    fc.oneof(fc.constantFrom("x", "y", "Xy", "", "12", "-3.5e2", "1e999"), fc.string({ maxLength: 6 })),
  );
  const flag = fc.option(fc.boolean());
  const anyRow = fc.record({ a: anyNumber, b: anyNumber, p: flag, q: flag, s: anyText, t: anyTime, u: anyTime });

  test.each(Object.entries(everyOperator))("%s", (_, expression) => {
    fc.assert(
      fc.property(fc.array(anyRow, { minLength: 1, maxLength: 30 }), (rows) => {
        const column = evaluate(expression.node, tableOf(kinds, rows), "x");
        const prepared = rowEvaluator({ x: expression.node });
        for (const [i, row] of rows.entries()) {
          expect(cell(column, i)).toEqual(of(expression, row));
          expect(prepared(row)).toEqual({ x: of(expression, row) });
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe("meaning", () => {
  test("a ratio by zero is missing, and so is anything that is not a finite number", () => {
    expect(of(a.per(b), { a: 1, b: 0 })).toBeNull();
    expect(of(a.sqrt(), { a: -1 })).toBeNull();
    expect(of(a.log1p(), { a: -1 })).toBeNull();
    expect(of(a.times(b), { a: 1e308, b: 10 })).toBeNull();
  });
  test("a missing operand gives a missing result, unless the other side settles it", () => {
    expect(of(a.plus(b), { a: 1, b: null })).toBeNull();
    expect(of(a.atLeast(1), { a: null })).toBeNull();
    expect(of(p.and(q), { p: false, q: null })).toBe(false);
    expect(of(p.and(q), { p: true, q: null })).toBeNull();
    expect(of(p.or(q), { p: true, q: null })).toBe(true);
    expect(of(when(p, a, b), { p: null, a: 1, b: 2 })).toBeNull();
    expect(of(s.orElse("none"), { s: null })).toBe("none");
    expect(of(a.orElse(7), { a: null })).toBe(7);
    expect(of(a.isMissing(), { a: null })).toBe(true);
  });
  test("buckets are half open, and say so", () => {
    const bucket = a.bucket([1, 3]);
    expect([0.9, 1, 2.9, 3].map((value) => of(bucket, { a: value }))).toEqual([
      "below 1",
      "1 to below 3",
      "1 to below 3",
      "3 or more",
    ]);
  });
  test("text becomes a number only when all of it is one", () => {
    expect(["250.01", " 7 ", "-1e3", "V57", "1,000", "", "0x10"].map((text) => of(s.asNumber(), { s: text }))).toEqual([
      250.01,
      7,
      -1000,
      null,
      null,
      null,
      null,
    ]);
  });
  test("units are those of the tables", () => {
    const at = (value: number, from: Unit, to: Unit): unknown =>
      evaluateRow({ v: a.converted(from, to).node }, { a: value }).v;
    expect(at(150, "lb", "kg")).toBeCloseTo(68.0388555, 12);
    expect(at(98.6, "°F", "°C")).toBeCloseTo(37, 10);
    expect(at(-40, "°C", "°F")).toBeCloseTo(-40, 10);
    expect(at(90, "min", "h")).toBe(1.5);
    expect(() => a.converted("lb", "m")).toThrow(/two units of one quantity/);
  });

  test("calendar parts are in UTC", () => {
    const at = Date.UTC(2024, 1, 29, 23, 30);
    expect([t.hour(), t.dayOfWeek(), t.dayOfMonth(), t.month(), t.year()].map((e) => of(e, { t: at }))).toEqual([
      23, 4, 29, 2, 2024,
    ]);
    expect(of(t.daysSince(u), { t: at, u: at - 36 * 3_600_000 })).toBe(1.5);
  });
});

test("an expression reads as a sentence", () => {
  expect(wordsOf(a.per(b).atLeast(2).and(s.equals("x")).node)).toBe('(a / b) ≥ 2 and s = "x"');
});

test("an expression that makes no sense is refused where it is written", () => {
  expect(() => a.bucket([3, 1])).toThrow(/rising order. Got \[3, 1\]/);
  expect(() => a.clip(2, 1)).toThrow(/min ≤ max/);
  expect(() => a.plus(Number.NaN)).toThrow(/finite number/);
  expect(() => s.first(0)).toThrow(/whole number from 1/);
});
