import { describe, expect, test } from "vitest";
import { insufficient, rng } from "../kernel/index.ts";
import { latency, unstated } from "../objective/index.ts";
import { clusteredMean, type Estimate, type Estimated } from "../stats/index.ts";
import { caseOf, estimate, good, objective, stakes } from "./gate-case.conformance.ts";
import { type GateCase, gate, type Judged, judge, rocAuc } from "./index.ts";

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

  test("takes the price of waiting off the gain, and says so", () => {
    const exactly = (value: number): Estimate => estimate(value, value, value);
    const waiting = (cost: number): GateCase["waiting"] => ({
      price: { perMs: exactly(cost), experiment: "wait", upToMs: 100 },
      addedMs: { rule: exactly(2), constant: exactly(2), champion: null },
    });
    const { verdict, reasons } = gate(caseOf({ waiting: waiting(0.5) }));
    expect(verdict).toBe("pass");
    expect(reasons[0]).toMatchObject({ gain: { value: 2 }, message: expect.stringContaining("2.00 a decision") });
    expect(reasons.find(({ code }) => code === "latency.price")?.message).toContain("2 ms more than the rule");
    expect(gate(caseOf({ waiting: waiting(3) })).verdict).toBe("refuse");
    const past: GateCase["history"] = (gain) => ({ metric: "m", comparisons: 12, lift: gain });
    expect(gate(caseOf({ waiting: waiting(0.5), history: past })).reasons.at(-1)?.message).toContain("brings 2.00");
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

  test("94 % of answers right that become 94.2 % and move no decision are not worth it", () => {
    const share = (score: Float64Array): number =>
      score.reduce((right, value, row) => right + ((value >= 0.5 ? 1 : 0) === truth[row] ? 1 : 0), 0) / n;
    // Sure of what is 40 % likely and up; of every positive it sees a little more than nothing.
    const before = truth.map((yes, row) => (yes === 1 ? (row % 5 < 2 ? 0.9 : 0.3) : 0.01));
    let lifted = 0;
    // Twelve more of these six thousand, which are called as it is, are now thought likelier than not.
    const after = before.map((score) => (score === 0.3 && lifted++ < 12 ? 0.6 : score));
    expect(share(before)).toBeGreaterThan(0.93);
    expect(share(after) - share(before)).toBeCloseTo(0.002, 3);
    const race = { model: after, rule: asRule(broad), champion: before, threshold: 150 / 1_920, capacity: 1 };
    const { over, slices } = judge(judged, stakes, race);
    const { verdict, reasons } = gate(caseOf({ rows: n, over, slices }));
    expect(verdict).toBe("refuse");
    expect(reasons.find(({ code }) => code === "value.over-champion")?.message).toBe(
      "Not worth it: it decides exactly as the champion does.",
    );
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
