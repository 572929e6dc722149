import { describe, expect, test } from "vitest";
import { rng } from "../kernel/index.ts";
import { byAnswer, hitOrMiss, perUnit, priceValue, rightOrWrong } from "../objective/index.ts";
import {
  answerFrom,
  chooseLabels,
  pickLabel,
  pickLabels,
  pickValue,
  policyInvalid,
  rankBy,
  rankCandidates,
  settleLabels,
  settleValue,
} from "./index.ts";

describe("one label", () => {
  const classes = ["billing", "technical", "sales"];
  const declared = pickLabel({ head: "topic" });

  test("is the likeliest where right and wrong are priced alike", () => {
    const settled = { ...declared, payoff: rightOrWrong({ right: 6, wrong: -4 }) };
    expect(answerFrom(settled, { outputs: [0.2, 0.5, 0.3], classes })).toEqual({
      answer: "technical",
      score: 6 * 0.5 - 4 * 0.5,
      propensity: 1,
      reason: "policy.most-expected-money",
    });
  });

  test("is a less likely one where a mistake there costs less, or none of the classes", () => {
    const cautious = byAnswer({
      billing: { billing: 5, technical: -20, sales: -20 },
      technical: { technical: 5, billing: -20, sales: -20 },
      "ask a person": { billing: -1, technical: -1, sales: -1 },
    });
    const settled = { ...declared, payoff: cautious };
    expect(answerFrom(settled, { outputs: [0.5, 0.4, 0.1], classes })?.answer).toBe("ask a person");
    expect(answerFrom(settled, { outputs: [0.95, 0.04, 0.01], classes })?.answer).toBe("billing");
  });

  test("of a path goes where its relatives are", () => {
    const paths = ["fashion > shoes", "fashion > bags", "home > lamps"];
    const settled = { ...declared, payoff: rightOrWrong({ right: 1, partly: 0.8, wrong: -2 }) };
    expect(answerFrom(settled, { outputs: [0.32, 0.28, 0.4], classes: paths })?.answer).toBe("fashion > shoes");
  });
});

describe("several labels", () => {
  const labels = ["tech", "finance", "sport"];
  const payoff = hitOrMiss({
    hit: 1,
    falseAlarm: -2,
    miss: -0.5,
    labels: { sport: { hit: 1, falseAlarm: -0.25, miss: 0 } },
  });
  const given = (extract: Parameters<typeof pickLabels>[0]["extract"], outputs: readonly number[]) =>
    chooseLabels(
      settleLabels(pickLabels({ head: "topics", ...(extract && { extract }) }), labels, payoff),
      labels,
      outputs,
    );

  test.each([
    ["by default: each that is worth giving", undefined, ["tech", "sport"]],
    ["by one threshold", { threshold: 0.5 }, ["tech", "finance"]],
    ["by a threshold for one label, the rest by worth", { perLabel: { finance: 0.5 } }, ["tech", "finance", "sport"]],
    ["by rank", { top: 1 }, ["tech"]],
    ["by rank, more than there are", { top: 9 }, ["tech", "finance", "sport"]],
  ] as const)("%s", (_, extract, expected) => {
    expect(given(extract, [0.9, 0.55, 0.21])).toEqual(expected);
  });

  test("are none where none is worth it", () => {
    expect(given(undefined, [0.5, 0.5, 0.1])).toEqual([]);
  });
});

describe("a value", () => {
  const payoff = perUnit({ over: -1, under: -3 });
  const draws = rng({ seed: 4, purpose: "values" });
  const residuals = Float64Array.from({ length: 20_000 }, () => draws.normal());

  test("is shifted to where being off costs least", () => {
    const { shift } = settleValue(pickValue({ head: "price" }), payoff, residuals);
    // The 0.75 quantile of the normal is 0.6745; its standard error here is √(0.75 · 0.25 / n) / φ(0.6745) = 0.0096.
    expect(Math.abs(shift - 0.6745)).toBeLessThan(4 * 0.0096);
    const lossAt = (by: number) => residuals.reduce((sum, residual) => sum - priceValue(payoff, by, residual), 0);
    for (const other of [-1, 0, 0.3, 1, 2]) expect(lossAt(shift)).toBeLessThan(lossAt(other));
  });

  test("is what the head says plus the shift; without unseen rows there is none", () => {
    const settled = settleValue(pickValue({ head: "price" }), payoff, new Float64Array(0));
    expect(settled.shift).toBe(0);
    expect(answerFrom({ ...settled, shift: 5 }, { outputs: [100], classes: [] })).toMatchObject({
      answer: 105,
      score: 100,
    });
  });
});

test("an order has the highest scores first, the first of equals first, and nothing without a score", () => {
  const settled = { policy: "rank-by", top: 3 } as const;
  expect(rankCandidates(settled, [0.2, Number.NaN, 0.9, 0.2, 0.5])).toEqual([2, 4, 0]);
  expect(rankCandidates(settled, [Number.NaN])).toEqual([]);
});

test.each([
  ["a threshold beyond 1", () => pickLabels({ head: "x", extract: { threshold: 1.5 } })],
  ["half a label", () => pickLabels({ head: "x", extract: { top: 0.5 } })],
  ["two ways to extract", () => pickLabels({ head: "x", extract: { top: 1, threshold: 0.5 } as never })],
  ["a coverage of 1", () => pickValue({ head: "x", coverage: 1 })],
  ["a coverage of 0 around a label", () => pickLabel({ head: "x", coverage: 0 })],
  ["a coverage that is a text", () => pickLabel({ head: "x", coverage: "0.9" as never })],
  ["nothing at all", () => pickLabel(null as never)],
  ["a number in its place", () => pickValue(3 as never)],
  ["no places", () => rankBy({ list: "x", top: 0 })],
  ["a property that it does not know", () => pickLabel({ head: "x", threshold: 0.5 } as never)],
])("a policy with %s is refused", (_, make) => {
  expect(make).toThrow(expect.objectContaining({ code: policyInvalid.code }));
});
