import { describe, expect, test } from "vitest";
import { tableOf } from "../../data/index.ts";
import { rng } from "../../kernel/index.ts";
import type { Stakes } from "../../objective/index.ts";
import { fitPlan } from "../../train/index.ts";
import { findRule } from "./find-rules.ts";
import { payingCut, payingRule } from "./paying-rule.ts";

/** Acting costs 5 and a yes brings 30: it pays from a rate of 1 in 6 on. */
const stakes: Stakes = {
  act: "call",
  otherwise: "skip",
  money: { act: { yes: 25, no: -5 }, otherwise: { yes: 0, no: 0 } },
  currency: "USD",
  basis: "measured",
};

describe("the cut of a rule", () => {
  const rates = Float64Array.from([0.9, 0.9, 0.2, 0.2, 0.2, 0.1]);
  const label = [1, 1, 1, 0, 0, 0];

  test("is where acting no longer pays", () => {
    // Two yes: 50. One yes of three more: 25 − 10. The last only costs.
    expect(payingCut(rates, label, { stakes, capacity: 1 })).toBe(0.2);
  });
  test("is higher where few can be acted on: whoever is surer comes first", () => {
    // 2 of 2 among the first: 50. 3 of 5 among the first two: 65, of which 2 in 5 are acted on.
    expect(payingCut(rates, label, { stakes, capacity: 1 / 3 })).toBe(0.9);
  });
  test("is nowhere where acting never pays", () => {
    expect(payingCut(rates, [0, 0, 0, 0, 0, 0], { stakes, capacity: 1 })).toBe(Infinity);
  });
});

test("a found rule says in words when it acts, and acts on rows that it had not seen", () => {
  const r = rng({ seed: 7, purpose: "paying" });
  const rows = Array.from({ length: 4_000 }, () => ({ clicks: r.uniform(), weeks: r.uniform() }));
  const features = tableOf({ clicks: "number", weeks: "number" }, rows);
  // Above 0.9 three in ten return, else one in ten: far below a half, and worth a call.
  const label = Float64Array.from(rows, ({ clicks }) => (r.uniform() < (clicks >= 0.9 ? 0.3 : 0.1) ? 1 : 0));
  const entity = Int32Array.from(rows, (_, i) => i);
  const evaluation = { folds: 5, newest: 0.25 };
  const plan = fitPlan({ rows: rows.length, entity, time: null, strata: label, evaluation, seed: 1 });
  const data = { features, label, entity, plan };
  const { words, acts } = payingRule(data, findRule(data, 0.6), { stakes, capacity: 1 });
  expect(words).toMatch(/^`clicks` ≥ 0\.(89|9)/);
  const share = acts.reduce((sum, one) => sum + one, 0) / acts.length;
  // A tenth of the rows; each fold may put its threshold a little elsewhere.
  expect(share).toBeGreaterThan(0.05);
  expect(share).toBeLessThan(0.15);
});
