import { describe, expect, test } from "vitest";
import { tableOf } from "../../data/index.ts";
import { rng } from "../../kernel/index.ts";
import { fitPlan } from "../../train/index.ts";
import { binFeatures } from "./bins.ts";
import { findRule, isExact, isRuleEnough } from "./find-rules.ts";
import { rankArea } from "./rank-area.ts";
import { roundBetween } from "./round-between.ts";
import { growRule, scoreRule, wordRule } from "./tree.ts";

const EVALUATION = { folds: 5, newest: 0.25 };

function dataOf(
  rows: readonly { x: number; z: number; city: string; member: boolean }[],
  yes: (row: (typeof rows)[number]) => boolean,
) {
  const features = tableOf({ x: "number", z: "number", city: "text", member: "flag" }, rows);
  const label = Float64Array.from(rows, (row) => (yes(row) ? 1 : 0));
  const entity = Int32Array.from(rows, (_, i) => i);
  const plan = fitPlan({ rows: rows.length, entity, time: null, strata: label, evaluation: EVALUATION, seed: 1 });
  return { features, label, entity, plan };
}

function rowsOf(seed: number, count = 2_000) {
  const r = rng({ seed, purpose: "rules" });
  return Array.from({ length: count }, () => ({
    x: r.uniform() * 100,
    z: r.normal(),
    city: `c${r.integer(40)}`,
    member: r.uniform() < 0.5,
  }));
}

describe("the roundest number in a gap", () => {
  test.each([
    [43_998.2, 44_010, 44_000],
    [0.123, 0.131, 0.13],
    [-3, 2, 0],
    [49.99, 50, 50],
    [7, 7, 7],
  ])("above %d and at most %d is %d", (low, high, expected) => {
    expect(roundBetween(low, high)).toBe(expected);
  });
});

test("the area by ranks counts pairs, ties half", () => {
  expect(rankArea(Float64Array.from([1, 2, 2, 3]), Float64Array.from([0, 0, 1, 1]))).toBe((1 + 0.5 + 2) / 4);
});

describe("a short rule", () => {
  test("finds the threshold that made the label", () => {
    const data = dataOf(rowsOf(1), ({ x, member }) => member && x >= 30);
    const everything = Int32Array.from(data.label, (_, row) => row);
    const tree = growRule({ ...data, binned: binFeatures(data.features), rows: everything }, 3);
    expect(wordRule(tree)).toMatch(/`x` ≥ 30/);
    expect([...scoreRule(tree, data.features, everything)]).toEqual([...data.label]);
  });
  test("is said without repeating itself", () => {
    const data = dataOf(rowsOf(6), ({ x, member }) => member || x >= 30);
    const { words } = findRule(data, 1).rule;
    expect(["`member` is yes, or `x` ≥ 30", "`x` ≥ 30, or `member` is yes"]).toContain(words);
  });
  test("is no longer than it has to be", () => {
    const { rule } = findRule(
      dataOf(rowsOf(2), ({ member }) => member),
      1,
    );
    expect(rule).toMatchObject({ kind: "conditions", conditions: 1, words: "`member` is yes", accuracy: 1 });
    expect(isExact(rule)).toBe(true);
  });
  test("is a lookup where the value of one field decides", () => {
    const { rule } = findRule(
      dataOf(rowsOf(3), ({ city }) => Number(city.slice(1)) % 2 === 1),
      0.9,
    );
    expect(rule).toMatchObject({ kind: "lookup", fields: ["city"], accuracy: 1 });
  });
  test("is not found in a coin", () => {
    const r = rng({ seed: 4, purpose: "coin" });
    const { rule } = findRule(
      dataOf(rowsOf(4), () => r.uniform() < 0.3),
      0.5,
    );
    expect(isRuleEnough(rule)).toBe(false);
    // 2,000 rows, 600 of them yes: the standard error of the area is 0.014; four of them.
    expect(Math.abs((rule.rocAuc as { value: number }).value - 0.5)).toBeLessThan(0.056);
  });
  test("answers a rare label by chance no better than the commonest answer, and that is not enough", () => {
    const r = rng({ seed: 5, purpose: "rare" });
    const { rule } = findRule(
      dataOf(rowsOf(5), () => r.uniform() < 0.008),
      0.5,
    );
    expect(rule.accuracy).toBeGreaterThan(0.98);
    expect(isRuleEnough(rule)).toBe(false);
  });
});
