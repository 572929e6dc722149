import { describe, expect, test } from "vitest";
import { columnOf } from "../data/index.ts";
import { insufficient, rng } from "../kernel/index.ts";
import { bestGain, latency, moneySaved, type StatedObjective, stakesOf, unstated } from "../objective/index.ts";
import { clusteredMean, type Estimate, type Estimated } from "../stats/index.ts";
import { findHarmed } from "./gate-slices.ts";
import { type GateCase, gate, type Judged, judge, rocAuc } from "./index.ts";
import { type SliceResult, sliceResults } from "./slices.ts";

const objective: StatedObjective<"call" | "skip"> = {
  stated: true,
  metric: moneySaved,
  direction: "increase",
  baseline: 0,
  target: 1,
  by: "2027-06-30",
  currency: "USD",
  payoff: { call: { yes: 1_920, no: 0 }, skip: { yes: 0, no: 0 } },
  cost: { call: 150 },
  guardrails: [],
  transparency: "any",
  asked: "us",
  approves: [],
};
const stakes = stakesOf(objective);

const estimate = (low: number, value: number, high: number): Estimate => ({ value, low, high, level: 0.95 });
const good = estimate(2, 3, 4);

function caseOf(parts: Partial<GateCase> = {}): GateCase {
  return {
    objective,
    rows: 1_000,
    over: { rule: good, constant: good, champion: null },
    slices: [],
    bestGain: bestGain(stakes),
    calibrationSlope: estimate(0.9, 1, 1.1),
    p99Ms: 1,
    money: (value) => value.toFixed(2),
    ...parts,
  };
}
const over = (rule: Estimated): Partial<GateCase> => ({ over: { rule, constant: good, champion: null } });
const findingOf = (parts: Partial<GateCase>, code: string): string | undefined =>
  gate(caseOf(parts)).reasons.find((reason) => reason.code === code)?.finding;

describe("the gate", () => {
  test("passes what earns more than every rival, and says why", () => {
    const { verdict, reasons } = gate(caseOf({ over: { rule: good, constant: good, champion: good } }));
    expect(verdict).toBe("pass");
    expect(reasons.map(({ code, finding }) => [code, finding])).toEqual([
      ["value.over-rule", "pass"],
      ["value.over-constant", "pass"],
      ["value.over-champion", "pass"],
      ["calibration.slope", "pass"],
    ]);
    expect(reasons[0]?.message).toBe("It earns more than the rule without ML: 3.00 a decision (2.00 to 4.00).");
  });

  test.each([
    { gains: "a loss", gain: estimate(-4, -3, -2), finding: "refuse", words: /earns less/ },
    { gains: "nothing", gain: estimate(-2, 0, 2), finding: "refuse", words: /Not worth it/ },
    { gains: "next to nothing", gain: estimate(-2, 0.01, 2.02), finding: "refuse", words: /Not worth it/ },
    {
      gains: "the same everywhere",
      gain: insufficient("zero-variance"),
      finding: "refuse",
      words: /it decides exactly as the rule without ML does/,
    },
    { gains: "likely", gain: estimate(-0.5, 1, 2.5), finding: "insufficient", words: /About .* rows/ },
    { gains: "unknown", gain: insufficient("too-few-clusters"), finding: "insufficient", words: /not enough data/ },
  ])("answers a gain that is $gains with $finding", ({ gain, finding, words }) => {
    const { verdict, reasons } = gate(caseOf(over(gain)));
    expect(verdict).toBe(finding);
    expect(reasons[0]).toMatchObject({ code: "value.over-rule", finding });
    expect(reasons[0]?.message).toMatch(words);
  });

  test("tells amounts below a cent for a thousand decisions", () => {
    const { reasons } = gate(caseOf(over(estimate(0.002, 0.004, 0.006))));
    expect(reasons[0]?.message).toBe(
      "It earns more than the rule without ML: 4.00 per 1,000 decisions (2.00 to 6.00).",
    );
  });

  test("refuses on one refusal, whatever is missing beside it", () => {
    const one = gate(caseOf({ over: { rule: estimate(-4, -3, -2), constant: insufficient("x"), champion: null } }));
    expect(one.verdict).toBe("refuse");
    expect(gate(caseOf({ over: { rule: good, constant: good, champion: estimate(-4, -3, -2) } })).verdict).toBe(
      "refuse",
    );
  });

  test("never passes under an objective that nobody has stated", () => {
    const { verdict, reasons } = gate(caseOf({ objective: unstated({ act: "call", otherwise: "skip" }) }));
    expect(verdict).toBe("insufficient");
    expect(reasons[0]).toMatchObject({ code: "objective.unstated", finding: "insufficient" });
  });

  test.each([
    [estimate(0.1, 0.3, 0.49), "refuse"],
    [estimate(2.1, 2.5, 2.9), "refuse"],
    [estimate(0.4, 0.45, 0.6), "pass"],
    [insufficient("separated"), "insufficient"],
  ] as const)("holds probabilities against the truth: %j", (calibrationSlope, finding) => {
    expect(findingOf({ calibrationSlope }, "calibration.slope")).toBe(finding);
  });

  test("adds what the past made of such a gain, over whom it would replace", () => {
    const history: GateCase["history"] = (gain) => ({ metric: "money judged offline", comparisons: 12, lift: gain });
    const { verdict, reasons } = gate(
      caseOf({ history, over: { rule: good, constant: good, champion: estimate(1, 2, 3) } }),
    );
    expect(verdict).toBe("pass");
    expect(reasons.at(-1)).toMatchObject({ code: "history.forecast", finding: "pass" });
    expect(reasons.at(-1)?.message).toContain(
      "12 comparisons of the past, such a gain in money judged offline brings 2.00",
    );
    const lost: GateCase["history"] = () => ({ metric: "m", comparisons: 12, lift: estimate(-3, -2, -1) });
    expect(gate(caseOf({ history: lost })).verdict).toBe("insufficient");
  });

  test("has nothing to say of probabilities where none is predicted", () => {
    expect(findingOf({ calibrationSlope: null }, "calibration.slope")).toBeUndefined();
  });

  test.each([
    [19.9, "pass"],
    [20, "pass"],
    [20.1, "refuse"],
  ])("keeps the latency guardrail: %s ms is a %s", (p99Ms, finding) => {
    const guarded = { ...objective, guardrails: [latency({ p99Ms: 20 })] };
    expect(findingOf({ objective: guarded, p99Ms }, "guardrail.latency")).toBe(finding);
    expect(gate(caseOf({ objective: guarded, p99Ms })).verdict).toBe(finding);
  });
});

describe("money decides, not the area under a curve", () => {
  const n = 6_000;
  const draws = rng({ seed: 21, purpose: "test.gate" });
  const truth = Float64Array.from({ length: n }, () => (draws.uniform() < 0.1 ? 1 : 0));
  const judged: Judged = {
    rows: n,
    truth,
    entity: Int32Array.from(truth, (_, row) => row),
    blocked: new Uint8Array(n),
    slices: { rows: n, columns: [] },
    weight: new Float64Array(n).fill(1),
  };
  // Sure of a fifth of the positives, blind to the rest; and one that ranks all of them a little, none of them high.
  const sharp = truth.map((yes) => (yes === 1 && draws.uniform() < 0.2 ? 2 : draws.uniform()));
  const broad = truth.map((yes) => (yes === 1 ? 0.4 + 0.55 * draws.uniform() : draws.uniform()));
  const area = (score: Float64Array): number => (rocAuc(score, truth) as Estimate).value;
  const gateOf = (model: Float64Array, rule: Float64Array) => {
    const { over, slices } = judge(judged, stakes, { model, rule, champion: null, threshold: 0, capacity: 0.02 });
    return gate(caseOf({ rows: n, over, slices }));
  };
  const asRule = (score: Float64Array): Float64Array => {
    const cutoff = [...score].sort((a, b) => b - a)[Math.floor(0.02 * n)]!;
    return score.map((value) => (value > cutoff ? 1 : 0));
  };

  test("a higher area with a lower value is refused", () => {
    expect(area(broad)).toBeGreaterThan(area(sharp) + 0.03);
    expect(gateOf(broad, asRule(sharp)).verdict).toBe("refuse");
  });

  test("a lower area with a higher value passes", () => {
    expect(gateOf(sharp, asRule(broad)).verdict).toBe("pass");
  });

  test("what earns more than acting at random and less than doing nothing does not pass", () => {
    const rare = { ...judged, truth: truth.map((_, row) => (row % 40 === 0 ? 1 : 0)) };
    // Acts on the capacity with a yes in twenty among them: 96 a call, for 150.
    const model = rare.truth.map((yes, row) => (yes === 1 && row % 80 === 0 ? 1 : row % 3 === 0 ? 0.99 : 0));
    const result = judge(rare, stakes, {
      model,
      rule: rare.truth.map(() => 1),
      champion: null,
      threshold: 0,
      capacity: 0.3,
    });
    expect(result.over.rule).toMatchObject({ low: expect.any(Number) });
    expect((result.over.rule as Estimate).low).toBeGreaterThan(0);
    expect(gate(caseOf({ rows: n, over: result.over, slices: [] })).verdict).toBe("refuse");
  });
});

test("the rows that the gate asks for show the gain four times in five", () => {
  // Gains of 1 on average with a standard deviation of 25, at first in 1,500 rows: 1.55 standard errors.
  const [gain, sd, rows] = [1, 25, 1_500];
  const half = (1.96 * sd) / Math.sqrt(rows);
  const { message } = gate(caseOf({ rows, ...over(estimate(gain - half, gain, gain + half)) })).reasons[0]!;
  const need = Number(/About ([\d,]+) rows/.exec(message)?.[1]?.replaceAll(",", ""));
  // (1.96 + 0.8416)² · 25²
  expect(Math.abs(need - 4_906)).toBeLessThan(10);
  const draws = rng({ seed: 4, purpose: "test.need" });
  const repeats = 400;
  let passed = 0;
  for (let repeat = 0; repeat < repeats; repeat++) {
    const sums = Float64Array.from({ length: need }, () => gain + sd * draws.normal());
    const seen = clusteredMean({ sums, sizes: new Float64Array(need).fill(1) });
    if (findingOf({ rows: need, ...over(seen) }, "value.over-rule") === "pass") passed++;
  }
  // Four standard errors of a share of 0.8 in 400.
  expect(Math.abs(passed / repeats - 0.8)).toBeLessThan(4 * Math.sqrt((0.8 * 0.2) / repeats));
});

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
