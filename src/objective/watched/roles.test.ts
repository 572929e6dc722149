import { describe, expect, test } from "vitest";
import {
  deterioration,
  guardrail,
  mean,
  of,
  proxy,
  quality,
  quantile,
  ratio,
  share,
  success,
  type WatchedMetric,
} from "../index.ts";

describe("a watched metric", () => {
  const cases: readonly [string, WatchedMetric, object][] = [
    [
      "a share of units that must lose no more than a hundredth",
      guardrail(share("clicked"), { lose: 0.01 }),
      {
        measure: { measure: "share", of: { quantity: "outcome", outcome: "clicked" }, per: "unit" },
        direction: "increase",
        role: "guardrail",
        margin: { relative: 0.01 },
      },
    ],
    [
      "an amount per decision with what is wanted of it",
      success(mean(of.money, { per: "decision" }), { baseline: 1, target: 1.2, source: "stakeholder" }),
      {
        measure: { measure: "mean", of: { quantity: "money" }, per: "decision" },
        direction: "increase",
        role: "success",
        baseline: 1,
        target: 1.2,
        source: "stakeholder",
      },
    ],
    [
      "milliseconds, of which fewer are better",
      deterioration(quantile(of.latency, 0.99), { threshold: 20 }),
      {
        measure: { measure: "quantile", of: { quantity: "latency" }, q: 0.99 },
        direction: "decrease",
        role: "deterioration",
        threshold: 20,
      },
    ],
    [
      "a ratio that says itself which way is better",
      success(ratio("returned", of.acted("send")), { direction: "decrease" }),
      {
        measure: {
          measure: "ratio",
          of: { quantity: "outcome", outcome: "returned" },
          over: { quantity: "acted", action: "send" },
        },
        direction: "decrease",
        role: "success",
      },
    ],
    [
      "one that the treatment cannot move",
      quality(mean(of.decisions)),
      {
        measure: { measure: "mean", of: { quantity: "decisions" }, per: "unit" },
        direction: "increase",
        role: "quality",
      },
    ],
  ];
  test.each(cases)("is plain data: %s", (_, made, data) => {
    expect(made).toEqual(data);
    expect(JSON.parse(JSON.stringify(made))).toEqual(data);
    expect(Object.isFrozen(made)).toBe(true);
  });

  test("takes what a metric of the catalogue measures as it is", () => {
    const clicks = { metric: "click-through", ...share("clicked", { per: "decision" }) };
    expect(success(clicks)).toMatchObject({ metric: "click-through", role: "success" });
  });

  const wrong: readonly [string, () => unknown, RegExp][] = [
    ["a guardrail that may lose nothing", () => guardrail(share("a"), { lose: 0 }), /above 0.*Got 0\./],
    ["a guardrail that does not say", () => guardrail(share("a"), {} as never), /`guardrail` takes what may be lost/],
    ["no measure", () => success("clicked" as never), /`success` takes what is measured.*Got clicked/],
    ["a function for a quantity", () => mean(of.acted as never), /such as `of.money`. Got a function/],
    ["a quantile of everything", () => quantile("a", 1), /between 0 and 1. Got 1/],
    ["a unit that there is not", () => share("a", { per: "day" as never }), /"unit" or "decision". Got day/],
  ];
  test.each(wrong)("refuses %s", (_, make, because) => expect(make).toThrow(because));
});

describe("a proxy", () => {
  test("is plain data, assumed until it is measured", () => {
    expect(proxy("clicked", { worth: 0.04, range: [0.01, 0.1], because: "some clicks become sales" })).toEqual({
      of: "clicked",
      because: "some clicks become sales",
      worth: { value: 0.04, range: [0.01, 0.1] },
      basis: "assumed",
    });
  });
  test("is worth something inside its range", () => {
    const outside = { worth: 1, range: [0.01, 0.1], because: "hope" } as const;
    expect(() => proxy("clicked", outside)).toThrow(/a `worth` inside its `range`.*Got 1, \[0.01, 0.1\]/);
    expect(() => proxy("clicked", { worth: 1, because: "hope" } as never)).toThrow(/inside its `range`/);
  });
});
