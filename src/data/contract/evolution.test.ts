import { describe, expect, test } from "vitest";
import { type Contract, type ContractOptions, contract } from "./contract.ts";
import { flag, number, text, time } from "./declare.ts";
import { judgeEvolution } from "./evolution.ts";
import type { Field } from "./field.ts";

const of = (field: Field | undefined, options: ContractOptions = {}): Contract =>
  contract({ other: number(), ...(field === undefined ? {} : { x: field }) }, options as never);
const effects = (from: Field | undefined, to: Field | undefined) => {
  const [change, ...more] = judgeEvolution(of(from), of(to));
  expect(more).toEqual([]);
  return Object.fromEntries((change?.impacts ?? []).map(({ on, effect }) => [on, effect]));
};

describe("a change of a contract says whom it breaks", () => {
  test.each([
    [
      "a field that must be given",
      undefined,
      number(),
      { sources: "breaking", snapshots: "retrain", models: "compatible", callers: "breaking" },
    ],
    [
      "a field that may be missing",
      undefined,
      number({ missing: 1 }),
      { sources: "breaking", snapshots: "retrain", models: "compatible", callers: "compatible" },
    ],
    [
      "a field of serving alone",
      undefined,
      text({ missing: 1, absentIn: ["training"] }),
      { models: "compatible", callers: "compatible" },
    ],
    ["a field less", number(), undefined, { sources: "compatible", models: "breaking", callers: "breaking" }],
    [
      "another kind",
      number({ max: 3 }),
      text({ maxLength: 3 }),
      { sources: "breaking", snapshots: "breaking", models: "breaking", callers: "breaking" },
    ],
    ["known only afterwards", number(), number({ known: "after" }), { models: "breaking", callers: "breaking" }],
    ["known before", number({ known: "after" }), number(), { models: "compatible", callers: "compatible" }],
    [
      "a narrower range",
      number({ max: 5 }),
      number({ max: 4 }),
      { sources: "breaking", snapshots: "retrain", models: "compatible", callers: "breaking" },
    ],
    ["a wider range", number({ max: 5 }), number({ max: 6 }), { models: "retrain", callers: "compatible" }],
    [
      "values that are gone",
      text({ values: ["a", "b"] }),
      text({ values: ["a"] }),
      { sources: "breaking", snapshots: "retrain", models: "compatible", callers: "breaking" },
    ],
    [
      "values that came",
      text({ values: ["a"] }),
      text({ values: ["a", "b"] }),
      { models: "retrain", callers: "compatible" },
    ],
    [
      "another unit",
      number({ unit: "kg" }),
      number({ unit: "lb" }),
      { sources: "breaking", snapshots: "breaking", models: "retrain", callers: "breaking" },
    ],
    ["more may be missing", number(), number({ missing: 0.5 }), { models: "retrain" }],
    ["another way of writing", time(), time({ format: "day/month/year" }), { sources: "breaking" }],
    ["unique", number(), number({ unique: true }), { sources: "breaking", snapshots: "retrain" }],
    ["words of documentation", flag({ doc: "a" }), flag({ doc: "b", personal: "health" }), {}],
  ])("%s", (...[, from, to, expected]) => expect(effects(from, to)).toEqual(expected));

  test("a rule more breaks what delivers rows, a rule less nobody", () => {
    const rule = { name: "r", because: "…", must: { field: "x", below: 5 } };
    const [more] = judgeEvolution(of(number()), of(number(), { rules: [rule] as never }));
    expect(more).toMatchObject({ name: "rules", effect: "breaking" });
    const [less] = judgeEvolution(of(number(), { rules: [rule] as never }), of(number()));
    expect(less).toMatchObject({ name: "rules", effect: "compatible", impacts: [] });
  });

  test("the same contract changes nothing", () => expect(judgeEvolution(of(number()), of(number()))).toEqual([]));
});
