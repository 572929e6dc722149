import { describe, expect, test } from "vitest";
import { columnOf } from "../data/index.ts";
import { insufficient, rng } from "../kernel/index.ts";
import { bestGain } from "../objective/index.ts";
import { caseOf, estimate, good, stakes } from "./gate-case.conformance.ts";
import { findHarmed } from "./gate-slices.ts";
import { gate, type Judged } from "./index.ts";
import { type SliceResult, sliceResults } from "./slices.ts";

describe("slices", () => {
  const quiet = (i: number): SliceResult => ({
    field: "city",
    value: `city ${i}`,
    rows: 1_000,
    positives: 100,
    rocAuc: estimate(0.6, 0.7, 0.8),
    perDecision: good,
    overRule: estimate(-1, 0.5, 2),
  });

  test("that surely lose refuse the whole, by name", () => {
    const harmed = { ...quiet(7), overRule: estimate(-60, -50, -40) };
    const { verdict, reasons } = gate(caseOf({ slices: [...Array.from({ length: 6 }, (_, i) => quiet(i)), harmed] }));
    expect(verdict).toBe("refuse");
    expect(reasons.at(-1)).toMatchObject({
      code: "slice.worse-than-rule",
      message: "Where city is city 7 it earns less than the rule: -50.00 a decision.",
    });
  });

  test("that lose no more than chance explains, or that are not judged, do not", () => {
    const unlucky = { ...quiet(7), overRule: estimate(-60, -30, -0.1) };
    const small = { ...quiet(8), overRule: insufficient("too-few-rows", { need: 100, have: 9 }) };
    expect(gate(caseOf({ slices: [unlucky, small, ...Array.from({ length: 20 }, (_, i) => quiet(i))] })).verdict).toBe(
      "pass",
    );
  });

  // The hardest harmless case: the model acts on more rows than the rule, exactly at the break-even, so it gains nothing
  // and loses nothing on average, by rare large gains against many small losses.
  const [cities, each] = [30, 130];
  const n = cities * each;
  const draws = rng({ seed: 9, purpose: "test.harmless" });
  const breakEvenGain = (): number => (draws.uniform() < 150 / 1_920 ? 1_770 : -150);
  const city = columnOf(
    "city",
    "text",
    Array.from({ length: n }, (_, row) => `city ${row % cities}`),
  );
  const area = columnOf(
    "area",
    "number",
    Array.from({ length: n }, (_, row) => Math.floor(row / (n / 10))),
  );

  /** Forty slices of a model that acts on 15 % more than the rule; every one of these earns `gainAt` its row. */
  function judgeForty(gainAt: (row: number) => number): readonly SliceResult[] {
    const model = Float64Array.from({ length: n }, (_, row) => (draws.uniform() < 0.15 ? gainAt(row) : 0));
    const judged: Judged = {
      rows: n,
      truth: new Float64Array(n),
      entity: Int32Array.from(model, (_, row) => row),
      blocked: new Uint8Array(n),
      weight: new Float64Array(n).fill(1),
      slices: { rows: n, columns: [city, area] },
    };
    return sliceResults(judged, { model, rule: new Float64Array(n) });
  }

  test("refuse fewer than one candidate in twenty when forty of them are harmless", () => {
    const repeats = 200;
    let refused = 0;
    for (let repeat = 0; repeat < repeats; repeat++) {
      const slices = judgeForty(breakEvenGain);
      expect(slices).toHaveLength(40);
      if (findHarmed(slices, bestGain(stakes)).length > 0) refused++;
    }
    // 5 % and four standard errors of it.
    expect(refused / repeats).toBeLessThan(0.05 + 4 * Math.sqrt((0.05 * 0.95) / repeats));
  });

  test("find the one among forty in which every extra yes is missed", () => {
    for (let repeat = 0; repeat < 10; repeat++) {
      const slices = judgeForty((row) => (Math.floor(row / (n / 10)) === 3 ? -1_770 : breakEvenGain()));
      expect(findHarmed(slices, bestGain(stakes))).toMatchObject([{ field: "area", value: "3" }]);
    }
  });
});
