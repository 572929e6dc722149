import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isInsufficient, rng } from "../../kernel/index.ts";
import { applyCalibration, type Calibration, sigmoid } from "../../model/index.ts";
import { learnable } from "../learnable.conformance.ts";
import { constant } from "../learners/constant.ts";
import { fitBeta, fitIsotonic, fitPlatt, withCalibration } from "./calibrate.ts";
import type { HeldOut } from "./held-out.ts";
import { poolAdjacent } from "./pool-adjacent.ts";

/** The isotonic fit by its min-max formula: the largest, over starts, of the smallest mean over ends. */
function minMax(values: readonly number[], weights: readonly number[]): number[] {
  const mean = (from: number, to: number): number => {
    let [sum, total] = [0, 0];
    for (let i = from; i <= to; i++) {
      sum += values[i]! * weights[i]!;
      total += weights[i]!;
    }
    return sum / total;
  };
  return values.map((_, i) => {
    const starts = Array.from({ length: i + 1 }, (_, s) => s);
    const ends = Array.from({ length: values.length - i }, (_, e) => i + e);
    return Math.max(...starts.map((s) => Math.min(...ends.map((e) => mean(s, e)))));
  });
}

function fitted(calibration: Calibration | { kind: "insufficient" }): Calibration {
  if (isInsufficient(calibration)) throw calibration;
  return calibration as Calibration;
}

describe("pool adjacent violators", () => {
  test("agrees with the min-max formula", () => {
    const point = fc.record({ value: fc.integer({ min: -5, max: 5 }), weight: fc.integer({ min: 1, max: 4 }) });
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 12 }), (points) => {
        const blocks = poolAdjacent(points.map((each, at) => ({ at, ...each })));
        const values = points.map((_, at) => blocks.find(({ from, to }) => from <= at && at <= to)!.value);
        const reference = minMax(
          points.map(({ value }) => value),
          points.map(({ weight }) => weight),
        );
        values.forEach((value, i) => {
          expect(value).toBeCloseTo(reference[i]!, 10);
        });
      }),
    );
  });

  test("gives equal inputs one value", () => {
    const blocks = poolAdjacent([0, 1, 1, 0].map((value) => ({ at: 0.5, value, weight: 1 })));
    expect(blocks).toEqual([{ from: 0.5, to: 0.5, value: 0.5, weight: 4 }]);
  });
});

/** Rows whose true log-odds are a line of the model's log-odds. */
function planted(line: { slope: number; intercept: number }, rows: number): HeldOut & { readonly x: Float64Array } {
  const draws = Array.from({ length: rows }, (_, unit) => rng({ seed: 31, unit, purpose: "planted" }));
  const x = Float64Array.from(draws, (draw) => 1.5 * draw.normal());
  const label = Float64Array.from(draws, (draw, i) =>
    draw.uniform() < sigmoid(line.slope * x[i]! + line.intercept) ? 1 : 0,
  );
  return { x, scores: x.map(sigmoid), label };
}

describe("Platt", () => {
  test("recovers a planted slope and intercept within four standard errors", () => {
    const line = { slope: 0.6, intercept: -0.8 };
    const held = planted(line, 20_000);
    const found = fitted(fitPlatt(held));
    let [h, hx, hxx] = [0, 0, 0];
    for (const x of held.x) {
      const p = sigmoid(line.slope * x + line.intercept);
      h += p * (1 - p);
      hx += p * (1 - p) * x;
      hxx += p * (1 - p) * x * x;
    }
    const determinant = h * hxx - hx * hx;
    if (found.kind !== "platt") throw found;
    expect(Math.abs(found.slope - line.slope)).toBeLessThan(4 * Math.sqrt(h / determinant));
    expect(Math.abs(found.intercept - line.intercept)).toBeLessThan(4 * Math.sqrt(hxx / determinant));
  });

  test("stays finite on scores that separate the classes, and on a single score", () => {
    const apart = fitted(fitPlatt({ scores: Float64Array.of(0.1, 0.2, 0.8, 0.9), label: Float64Array.of(0, 0, 1, 1) }));
    expect(applyCalibration(apart, 0.95)).toBeGreaterThan(applyCalibration(apart, 0.05));
    expect(applyCalibration(apart, 1)).toBeLessThanOrEqual(1);
    const single = fitted(fitPlatt({ scores: Float64Array.of(0.3, 0.3), label: Float64Array.of(0, 1) }));
    expect(applyCalibration(single, 0.3)).toBeCloseTo(0.5, 6);
  });
});

/** Uniform scores whose truth is a beta map of them. */
function bent({ a, b, intercept }: { a: number; b: number; intercept: number }, rows: number): HeldOut {
  const draws = Array.from({ length: rows }, (_, unit) => rng({ seed: 33, unit, purpose: "bent" }));
  const scores = Float64Array.from(draws, (draw) => draw.uniform());
  const label = Float64Array.from(draws, (draw, i) => {
    const p = sigmoid(a * Math.log(scores[i]!) - b * Math.log(1 - scores[i]!) + intercept);
    return draw.uniform() < p ? 1 : 0;
  });
  return { scores, label };
}

describe("beta", () => {
  test("recovers a planted map, one that Platt's cannot follow", () => {
    const truth = { kind: "beta", a: 2, b: 0.4, intercept: 0.5 } as const;
    const held = bent(truth, 20_000);
    const [beta, platt] = [fitted(fitBeta(held)), fitted(fitPlatt(held))];
    const errorOf = (map: Calibration): number =>
      Math.max(
        ...[0.05, 0.2, 0.5, 0.8, 0.95].map((p) => Math.abs(applyCalibration(map, p) - applyCalibration(truth, p))),
      );
    // A probability estimated from 20,000 rows by three numbers: standard errors of about √(3 · ¼ / 20,000) = 0.006.
    expect(errorOf(beta)).toBeLessThan(0.025);
    expect(errorOf(platt)).toBeGreaterThan(0.025);
  });

  test("leaves calibrated scores as they are", () => {
    const map = fitted(fitBeta(bent({ a: 1, b: 1, intercept: 0 }, 20_000)));
    for (const p of [0.05, 0.3, 0.7, 0.95]) expect(Math.abs(applyCalibration(map, p) - p)).toBeLessThan(0.025);
  });

  test("never turns an order around, even where the data would", () => {
    const turned = bent({ a: 1, b: 1, intercept: 0 }, 500);
    for (const label of [
      turned.label.map((y) => 1 - y),
      turned.label.map((y, i) => (turned.scores[i]! > 0.7 ? 0 : y)),
    ]) {
      const map = fitted(fitBeta({ ...turned, label }));
      if (map.kind !== "beta") throw map;
      expect(Math.min(map.a, map.b)).toBeGreaterThanOrEqual(0);
      for (const p of [0, 0.1, 0.5, 0.9, 1])
        expect(applyCalibration(map, p)).toBeLessThanOrEqual(applyCalibration(map, Math.min(1, p + 0.1)));
    }
  });

  test("stays finite on scores that separate the classes, at 0 and at 1", () => {
    const apart = fitted(fitBeta({ scores: Float64Array.of(0, 0.2, 0.8, 1), label: Float64Array.of(0, 0, 1, 1) }));
    for (const p of [0, 0.5, 1]) expect(Number.isFinite(applyCalibration(apart, p))).toBe(true);
    expect(applyCalibration(apart, 0.95)).toBeGreaterThan(applyCalibration(apart, 0.05));
  });
});

describe("isotonic", () => {
  test("never turns an order around, and stays in [0, 1]", () => {
    const map = fitted(fitIsotonic(planted({ slope: 0.5, intercept: 0.5 }, 3000)));
    let before = 0;
    for (let p = 0; p <= 1; p += 0.001) {
      const now = applyCalibration(map, p);
      expect(now).toBeGreaterThanOrEqual(before);
      expect(now).toBeLessThanOrEqual(1);
      before = now;
    }
  });

  test("keeps the mean: calibrated scores average to the base rate", () => {
    const held = planted({ slope: 0.5, intercept: 0.5 }, 3000);
    const map = fitted(fitIsotonic(held));
    const mean = held.scores.reduce((sum, p) => sum + applyCalibration(map, p), 0) / 3000;
    expect(mean).toBeCloseTo(held.label.reduce((sum, y) => sum + y, 0) / 3000, 10);
  });
});

describe("calibration", () => {
  test.each([fitPlatt, fitBeta, fitIsotonic])("takes a weight for so many rows: %o", (calibrate) => {
    const held = planted({ slope: 0.5, intercept: 0 }, 60);
    const weights = held.scores.map((_, row) => row % 3);
    const copies = [...weights.keys()].flatMap((row) => new Array<number>(weights[row]!).fill(row));
    const pick = (from: Float64Array): Float64Array => Float64Array.from(copies, (row) => from[row]!);
    const weighted = fitted(calibrate({ ...held, weights }));
    const copied = fitted(calibrate({ scores: pick(held.scores), label: pick(held.label) }));
    for (const p of [0.05, 0.3, 0.5, 0.9])
      expect(applyCalibration(weighted, p)).toBeCloseTo(applyCalibration(copied, p), 8);
  });

  test.each([fitPlatt, fitBeta, fitIsotonic])("says so when there is not enough: %o", (calibrate) => {
    expect(calibrate({ scores: Float64Array.of(), label: Float64Array.of() })).toMatchObject({ reason: "no-rows" });
    expect(calibrate({ scores: Float64Array.of(0.1, 0.9), label: Float64Array.of(1, 1) })).toMatchObject({
      reason: "one-class",
    });
  });

  test("belongs to binary models alone", () => {
    const none: Calibration = { kind: "none" };
    const binary = constant.fit(learnable("binary", 20, 1), {}, { task: "binary", seed: 1 });
    expect(withCalibration(binary, none).calibration).toBe(none);
    const regression = constant.fit(learnable("regression", 20, 1), {}, { task: "regression", seed: 1 });
    expect(() => withCalibration(regression, none)).toThrow(/binary/);
  });
});
