import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isInsufficient, rng } from "../../kernel/index.ts";
import { studentQuantile } from "../../stats/index.ts";
import {
  mergeOffPolicy,
  noOffPolicySums,
  offPolicy,
  offPolicyOf,
  offPolicySums,
  type PolicyLog,
  slatePolicy,
} from "../index.ts";

type Columns = "reward" | "propensity" | "target" | "predicted" | "predictedTarget";
type Log = Readonly<Record<Columns, Float64Array>> & { readonly entity: Int32Array };

/** Decisions of a policy that did one of two things, half of the time each but for a tilt; the target prefers the second. */
function logged(rows: number, seed = 1): Log {
  const draws = rng({ seed, purpose: "off-policy" });
  const columns = Array.from({ length: rows }, (_, row) => {
    const tilt = 0.3 + 0.4 * draws.uniform();
    const second = draws.uniform() < tilt;
    const reward = draws.normal() + (second ? 1 : 0.2);
    return [
      reward,
      second ? tilt : 1 - tilt,
      second ? 0.8 : 0.2,
      second ? 0.9 : 0.3,
      0.78,
      Math.floor(row / 3),
    ] as const;
  });
  const column = (at: number): Float64Array => Float64Array.from(columns, (row) => row[at]!);
  return {
    reward: column(0),
    propensity: column(1),
    target: column(2),
    predicted: column(3),
    predictedTarget: column(4),
    entity: Int32Array.from(column(5)),
  };
}

const { entity: _entity, ...independent } = logged(600);
const rows = Array.from(independent.reward, (reward, i) => ({
  reward,
  weight: independent.target[i]! / independent.propensity[i]!,
  predicted: independent.predicted[i]!,
}));
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

function told(found: ReturnType<typeof offPolicy>, name: string) {
  const value = found.estimates.find(({ estimator }) => estimator === name)!.value;
  if (isInsufficient(value)) throw new Error(value.reason);
  return value;
}

describe("estimators are their published formulas", () => {
  const found = offPolicy(independent, { switchAt: 1.5, caps: [1.5], range: { low: -10, high: 10 } });

  test("IPS: the mean of weight times reward, with the standard error of that mean", () => {
    const terms = rows.map(({ weight, reward }) => weight * reward);
    const { value, low, high } = told(found, "ips");
    expect(value).toBeCloseTo(mean(terms), 12);
    const variance = sum(terms.map((term) => (term - mean(terms)) ** 2)) / (terms.length - 1) / terms.length;
    const effective = sum(terms.map(Math.abs)) ** 2 / sum(terms.map((term) => term ** 2));
    expect((high - low) / 2).toBeCloseTo(studentQuantile(0.975, effective - 1) * Math.sqrt(variance), 10);
  });

  test("SNIPS: over the weights, with the linearised standard error", () => {
    const weights = sum(rows.map(({ weight }) => weight));
    const value = sum(rows.map(({ weight, reward }) => weight * reward)) / weights;
    const residuals = rows.map(({ weight, reward }) => (weight * (reward - value)) / (weights / rows.length));
    const variance = sum(residuals.map((one) => one ** 2)) / (rows.length - 1) / rows.length;
    const got = told(found, "snips");
    expect(got.value).toBeCloseTo(value, 12);
    const terms = rows.map(({ weight, reward }) => weight * reward);
    const effective = sum(terms.map(Math.abs)) ** 2 / sum(terms.map((term) => term ** 2));
    expect((got.high - got.low) / 2).toBeCloseTo(studentQuantile(0.975, effective - 1) * Math.sqrt(variance), 10);
  });

  test("doubly robust and switch-DR: the model, corrected where weights are small enough", () => {
    const robust = rows.map(({ weight, reward, predicted }) => 0.78 + weight * (reward - predicted));
    expect(told(found, "doubly-robust").value).toBeCloseTo(mean(robust), 12);
    const switched = rows.map(
      ({ weight, reward, predicted }) => 0.78 + (weight <= 1.5 ? weight * (reward - predicted) : 0),
    );
    expect(told(found, "switch-dr").value).toBeCloseTo(mean(switched), 12);
  });

  test("capped: what is cut is counted, and what it may hide is bounded", () => {
    const left = rows.map(({ weight }) => Math.min(weight, 1.5));
    const [capped] = found.caps;
    expect(capped).toMatchObject({ cap: 1.5, cut: rows.filter(({ weight }) => weight > 1.5).length / rows.length });
    expect((capped!.value as { value: number }).value).toBeCloseTo(
      mean(rows.map(({ reward }, i) => left[i]! * reward)),
      12,
    );
    expect(capped!.missing).toBeCloseTo(1 - mean(left), 12);
    expect(capped!.bias).toEqual({ low: -10 * capped!.missing, high: 10 * capped!.missing });
  });

  test("the effective size is Kish's, the heaviest decision's share is of all weight", () => {
    const weights = rows.map(({ weight }) => weight);
    expect(found.overlap.effective).toBeCloseTo(sum(weights) ** 2 / sum(weights.map((w) => w * w)), 8);
    expect(found.overlap.largestShare).toBeCloseTo(Math.max(...weights) / sum(weights), 12);
    expect(found.overlap.meanWeight).toBeCloseTo(mean(weights), 12);
  });
});

describe("sums", () => {
  test("of any parts, merged, are those of the whole", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 600 }), (at) => {
        const part = (from: number, to: number): PolicyLog =>
          Object.fromEntries(
            Object.entries(independent).map(([name, values]) => [name, values.slice(from, to)]),
          ) as unknown as PolicyLog;
        const merged = mergeOffPolicy(offPolicySums(part(0, at)), offPolicySums(part(at, 600)));
        const whole = told(offPolicy(independent), "snips");
        const got = told(offPolicyOf(mergeOffPolicy(noOffPolicySums(), merged)), "snips");
        for (const end of ["value", "low", "high"] as const) expect(got[end]).toBeCloseTo(whole[end], 10);
      }),
      { numRuns: 30 },
    );
  });

  test("of a log without a model's predictions leave doubly robust out, with the reason", () => {
    const { predicted: _, predictedTarget: __, ...bare } = independent;
    const found = offPolicy(bare).estimates.find(({ estimator }) => estimator === "doubly-robust");
    expect(found?.value).toMatchObject({ reason: "predictions-missing" });
  });

  test("of columns of different lengths are refused", () => {
    expect(() => offPolicy({ ...independent, target: new Float64Array(3) })).toThrow(
      expect.objectContaining({ code: "evaluate.log-uneven" }),
    );
  });
});

describe("refused, with a reason, never a silent zero", () => {
  const spoil = (column: "propensity" | "target" | "reward", value: number): PolicyLog => ({
    ...independent,
    [column]: independent[column].with(5, value),
  });

  test.each([
    ["propensity", 0, "propensity-zero"],
    ["propensity", Number.NaN, "propensity-missing"],
    ["propensity", -0.1, "propensity-negative"],
    ["propensity", 1.01, "propensity-above-one"],
    ["propensity", Infinity, "propensity-above-one"],
    ["target", 1.2, "target-not-a-probability"],
    ["target", Number.NaN, "target-not-a-probability"],
    ["reward", Number.NaN, "reward-missing"],
    ["reward", Infinity, "reward-missing"],
  ] as const)("a %s of %s: %s", (column, value, reason) => {
    const { estimates, guaranteed, caps } = offPolicy(spoil(column, value), { range: { low: 0, high: 1 } });
    for (const { value, movement } of estimates) {
      expect(value).toMatchObject({ kind: "insufficient", reason, have: 1 });
      expect(movement).toMatchObject({ kind: "insufficient", reason });
    }
    expect(guaranteed).toMatchObject({ reason });
    expect(caps).toEqual([]);
  });

  const constant = (of: number, value: number): Float64Array => new Float64Array(of).fill(value);
  const few = { reward: Float64Array.from({ length: 300 }, (_, i) => i % 2), propensity: constant(300, 0.5) };

  test("what was never tried", () => {
    const sure = { ...few, propensity: constant(300, 1), target: constant(300, 0.5) };
    expect(offPolicy(sure).estimates[0]?.value).toMatchObject({ reason: "no-overlap", need: 0.99, have: 0.5 });
    expect(offPolicy(sure).overlap.unsupported).toBe(0.5);
  });

  test("weights that do not come to 1 on average: chances that were not those of the draw", () => {
    const found = offPolicy({
      ...few,
      target: Float64Array.from({ length: 300 }, (_, i) => (i % 3 === 0 ? 0.5 : 0.3)),
    });
    expect(found.estimates[0]?.value).toMatchObject({ reason: "weights-out-of-balance", need: 1 });
  });

  test("few decisions that speak for all", () => {
    const propensity = Float64Array.from({ length: 300 }, (_, i) => (i < 3 ? 0.01 : 1));
    const target = Float64Array.from({ length: 300 }, (_, i) => (i < 3 ? 1 : 0));
    const unsupported = constant(300, 0);
    const found = offPolicy({ ...few, propensity, target, unsupported });
    expect(found.overlap.effective).toBeCloseTo(3, 12);
    expect(found.estimates[1]?.value).toMatchObject({ reason: "few-effective-decisions", need: 50, have: 3 });
  });

  test("few outcomes", () => {
    const reward = Float64Array.from({ length: 300 }, (_, i) => (i < 4 ? 1 : 0));
    const target = Float64Array.from({ length: 300 }, (_, i) => (i % 2 === 0 ? 0.6 : 0.4));
    const found = offPolicy({ ...few, reward, target });
    expect(found.estimates[0]?.value).toMatchObject({ reason: "few-telling-decisions", need: 10, have: 3 });
  });

  test("a reward outside of the range that was said to be possible", () => {
    const target = Float64Array.from({ length: 300 }, (_, i) => (i % 2 === 0 ? 0.6 : 0.4));
    expect(offPolicy({ ...few, target }, { range: { low: 0, high: 0.5 } }).guaranteed).toMatchObject({
      reason: "reward-outside-range",
      need: 0.5,
      have: 1,
    });
    expect(offPolicy({ ...few, target }).guaranteed).toMatchObject({ reason: "no-reward-range" });
  });

  test("nothing at all", () => {
    const empty = new Float64Array(0);
    const { estimates } = offPolicy({ reward: empty, propensity: empty, target: empty });
    expect(estimates[0]?.value).toMatchObject({ reason: "too-few-rows", need: 2, have: 0 });
  });
});

describe("a policy that is compared with itself", () => {
  test("is worth the mean reward, whichever way it is told, and moves by nothing", () => {
    const found = offPolicy({ ...independent, target: independent.propensity });
    for (const name of ["ips", "snips"])
      expect(told(found, name).value).toBeCloseTo(mean(rows.map(({ reward }) => reward)), 12);
    expect(found.estimates[1]?.movement).toMatchObject({ reason: "zero-variance" });
    expect(found.overlap).toMatchObject({ changed: 0, meanWeightError: 0 });
    expect(found.overlap.effective).toBeCloseTo(600, 8);
  });
});

describe("entities", () => {
  test("count once, however many decisions they met", () => {
    const tripled = logged(1_800);
    const repeat = (values: Float64Array): Float64Array => Float64Array.from(tripled.entity, (who) => values[who]!);
    const alike = {
      reward: repeat(tripled.reward),
      propensity: repeat(tripled.propensity),
      target: repeat(tripled.target),
      entity: tripled.entity,
    };
    const one = (values: Float64Array): Float64Array => values.slice(0, 600);
    const { reward, propensity, target } = tripled;
    const once = told(offPolicy({ reward: one(reward), propensity: one(propensity), target: one(target) }), "snips");
    const thrice = told(offPolicy(alike), "snips");
    for (const end of ["value", "low", "high"] as const) expect(thrice[end]).toBeCloseTo(once[end], 10);
  });
});

describe("rankings", () => {
  test("of one position are decisions: self-normalised", () => {
    const { reward, propensity, target } = independent;
    const found = slatePolicy({ positions: [{ reward, propensity, target }], chances: "given-above" });
    const want = told(offPolicy(independent), "snips");
    const got = found.estimates.find(({ estimator }) => estimator === "reward-interaction")!.value;
    expect(got).toEqual({
      ...want,
      value: expect.closeTo(want.value, 12) as number,
      low: expect.closeTo(want.low, 10) as number,
      high: expect.closeTo(want.high, 10) as number,
    });
  });

  test("estimators say what they need of the chances", () => {
    const { reward, propensity, target } = independent;
    const reasons = (chances: "given-above" | "marginal"): readonly (string | null)[] =>
      slatePolicy({ positions: [{ reward, propensity, target }], chances }).estimates.map(({ value }) =>
        isInsufficient(value) ? value.reason : null,
      );
    expect(reasons("given-above")).toEqual([null, "needs-marginal-chances", "needs-independent-slots", null]);
    expect(reasons("marginal")).toEqual([
      "needs-conditional-chances",
      null,
      "needs-independent-slots",
      "needs-conditional-chances",
    ]);
  });
});
