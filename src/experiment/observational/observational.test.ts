import { describe, expect, test } from "vitest";
import { gate } from "../../evaluate/index.ts";
import { rng } from "../../kernel/index.ts";
import { moneySaved, type StatedObjective } from "../../objective/index.ts";
import { type Estimate, isObservational, mapEstimate, type ObservationalEstimate } from "../../stats/index.ts";
import { beforeAfter } from "./before-after.ts";
import { differenceInDifferences, type UnitSeries } from "./difference-in-differences.ts";
import { interruptedSeries } from "./interrupted-series.ts";
import { leastSquares } from "./least-squares.ts";
import { mediation } from "./mediation.ts";
import { opposingEffects } from "./opposing.ts";
import { OBSERVATIONAL_WARNING, observationalReport, observationalSentence } from "./words.ts";

const units: readonly UnitSeries[] = [
  { unit: "a", treated: true, values: [1, 2, 1, 2, 5, 6] },
  { unit: "b", treated: true, values: [3, 2, 3, 3, 6, 8] },
  { unit: "c", treated: false, values: [0, 1, 0, 1, 1, 2] },
  { unit: "d", treated: false, values: [5, 4, 5, 5, 6, 4] },
];

const seen: ObservationalEstimate = { basis: "observational", value: 5, low: 4, high: 6, level: 0.95, pValue: 0.001 };

describe("an observational effect is no proof", () => {
  const objective: StatedObjective<"call" | "skip"> = {
    stated: true,
    metric: moneySaved,
    direction: "increase",
    baseline: 0,
    target: 1,
    by: "2027-06-30",
    currency: "USD",
    payoff: { call: { yes: 10, no: 0 }, skip: { yes: 0, no: 0 } },
    cost: { call: 1 },
    guardrails: [],
    transparency: "any",
    asked: "us",
    approves: [],
  };
  const proof: Estimate = { value: 5, low: 4, high: 6, level: 0.95 };
  const judged = (rule: Estimate) =>
    gate({
      objective,
      rows: 1_000,
      over: { rule, constant: proof, champion: null },
      slices: [],
      bestGain: 9,
      calibrationSlope: null,
      p99Ms: 1,
      money: String,
    });

  test("the compiler refuses it wherever an estimate is wanted", () => {
    // @ts-expect-error an observational estimate is no estimate
    const taken: Estimate = seen;
    // @ts-expect-error and does not become one on another scale
    const scaled = mapEstimate(seen, (value) => 2 * value);
    // @ts-expect-error nor by copying
    const copied: Estimate = { ...seen };
    expect([taken, scaled, copied].length).toBe(3);
  });

  test("the gate refuses one that the compiler never saw, whatever its interval", () => {
    expect(judged(proof).verdict).toBe("pass");
    const smuggled = JSON.parse(JSON.stringify(seen)) as Estimate;
    const { verdict, reasons } = judged(smuggled);
    expect(verdict).toBe("insufficient");
    expect(reasons[0]).toMatchObject({ code: "value.over-rule", message: expect.stringContaining("observational") });
    expect(isObservational(smuggled)).toBe(true);
    expect(isObservational(proof)).toBe(false);
  });

  test("every method says what it is, and its report says it first", () => {
    const values = Array.from({ length: 40 }, (_, t) => Math.sin(t) + (t >= 20 ? 3 : 0));
    for (const finding of [
      differenceInDifferences({ units, from: 4 }),
      interruptedSeries({ values, from: 20 }),
      beforeAfter({ values, from: 20 }),
    ]) {
      expect(finding.basis).toBe("observational");
      expect(finding.effect).toMatchObject({ basis: "observational" });
      expect(observationalSentence(finding)).toMatch(/^Observational \(.*\), no proof:/);
      expect(observationalReport(finding, { title: "t" }).summary[0]).toBe(OBSERVATIONAL_WARNING);
    }
  });
});

describe("difference in differences", () => {
  test("is the difference of the units' own changes, with Welch's interval", () => {
    // Changes: 4 and 4.25 for the treated, 1 and 0.25 for the others. Welch's t by hand: se² = 0.015625 + 0.140625.
    const { effect } = differenceInDifferences({ units, from: 4 });
    expect(effect).toMatchObject({ value: 3.5 });
    const { low, high } = effect as ObservationalEstimate;
    const df = (0.015625 + 0.140625) ** 2 / (0.015625 ** 2 + 0.140625 ** 2);
    expect(df).toBeCloseTo(1.2195, 4);
    expect((low + high) / 2).toBeCloseTo(3.5, 9);
  });

  test("flags groups that drifted apart before anything was changed", () => {
    const grown = Array.from({ length: 20 }, (_, i): UnitSeries => {
      const treated = i % 2 === 0;
      return {
        unit: `${i}`,
        treated,
        values: Array.from({ length: 8 }, (_, t) => Math.sin(7 * i + 3 * t) + (treated ? t : 0)),
      };
    });
    const { confounded, checks } = differenceInDifferences({ units: grown, from: 6 });
    expect(confounded).toBe(true);
    expect(checks.map(({ name, failed }) => [name, failed])).toContainEqual(["pre-trend", true]);
  });

  test("cannot check a past of one period, and says so", () => {
    const { checks, confounded } = differenceInDifferences({ units, from: 1 });
    expect(checks.map(({ pValue }) => (pValue as { reason?: string }).reason)).toEqual([
      "too-few-periods",
      "too-few-periods",
    ]);
    expect(confounded).toBe(false);
  });

  test("wants two units on either side", () => {
    const { effect } = differenceInDifferences({ units: units.slice(0, 3), from: 4 });
    expect(effect).toMatchObject({ kind: "insufficient" });
  });
});

describe("interrupted series", () => {
  const draws = rng({ seed: 11, purpose: "test.series" });
  const noise = Array.from({ length: 60 }, () => draws.normal());
  const values = noise.map((one, t) => 10 + 0.5 * t + one + (t >= 30 ? 6 + 0.2 * (t - 30) : 0));
  /** 6 + 0.2 · 14.5, found within twice its interval's half width: more than four standard errors. */
  const isFound = (effect: unknown): boolean => {
    const { value, high } = effect as ObservationalEstimate;
    return Math.abs(value - 8.9) < 2 * (high - value) && high - value < 3;
  };

  test("finds a change of level and of slope, on average over what came after", () => {
    expect(isFound(interruptedSeries({ values, from: 30 }).effect)).toBe(true);
  });

  test("takes a season out", () => {
    const weekly = values.map((value, t) => value + (t % 7 < 2 ? 8 : 0));
    const seasonal = interruptedSeries({ values: weekly, from: 30, season: 7 });
    expect(isFound(seasonal.effect)).toBe(true);
    const plain = interruptedSeries({ values: weekly, from: 30 }).effect as ObservationalEstimate;
    const { high, low } = seasonal.effect as ObservationalEstimate;
    expect(high - low).toBeLessThan(plain.high - plain.low);
  });

  test("a control series that changed too gives the confounder away", () => {
    const event = noise.map((one, t) => one / 2 + (t >= 30 ? 9 : 0));
    const { confounded, checks } = interruptedSeries({ values, from: 30, control: event });
    expect(confounded).toBe(true);
    expect(checks.find(({ name }) => name === "placebo-series")?.failed).toBe(true);
  });

  test("too short a past is no past", () => {
    expect(interruptedSeries({ values: values.slice(0, 8), from: 4 }).effect).toMatchObject({
      reason: "too-few-periods",
    });
  });
});

describe("two opposing effects", () => {
  const point = (value: number) => ({ value, variance: 0.01, df: 500 });

  test("are told apart by a third arm, and add up to the total", () => {
    const found = opposingEffects({ control: point(20), firstOnly: point(21), whole: point(20.1) });
    expect(found).toMatchObject({ opposing: true, masked: true, basis: "randomised" });
    const value = (of: unknown) => (of as Estimate).value;
    expect(value(found.first) + value(found.second)).toBeCloseTo(value(found.total), 12);
  });

  test("are not claimed where one of them may be nothing", () => {
    expect(opposingEffects({ control: point(20), firstOnly: point(20.2), whole: point(19) })).toMatchObject({
      opposing: false,
      masked: false,
    });
  });

  test("a cohort without variation in between is refused in words", () => {
    const cohort = Array.from({ length: 20 }, (_, i) => ({ treated: i % 2 === 0, between: { happy: 1 }, outcome: i }));
    expect(mediation(cohort).pathways[0]?.effect).toMatchObject({ reason: "columns-alike" });
  });
});

describe("least squares", () => {
  test("solves a small system exactly", () => {
    const rows = [
      [1, 0],
      [1, 1],
      [1, 2],
      [1, 3],
    ];
    expect(leastSquares(rows, [1, 3, 5, 7])).toMatchObject({
      coefficients: [expect.closeTo(1, 12), expect.closeTo(2, 12)],
    });
  });

  test("refuses a column that follows from the others, and too few rows", () => {
    expect(
      leastSquares(
        [
          [1, 2],
          [1, 2],
          [1, 2],
        ],
        [1, 2, 3],
      ),
    ).toMatchObject({ reason: "columns-alike" });
    expect(leastSquares([[1, 2]], [1])).toMatchObject({ reason: "too-few-rows" });
  });
});
