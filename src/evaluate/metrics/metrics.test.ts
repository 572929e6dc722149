import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isInsufficient, rng } from "../../kernel/index.ts";
import type { Estimate } from "../../stats/index.ts";
import {
  accuracy,
  brier,
  ece,
  logLoss,
  mae,
  metrics,
  multiclassAccuracy,
  multiclassLogLoss,
  prAuc,
  precision,
  r2,
  recall,
  rmse,
  rocAuc,
} from "./index.ts";
import { rowCrossEntropy } from "./multiclass-log-loss.ts";

const array = (...values: number[]) => Float64Array.from(values);
const numberIn = (got: unknown) => (got as Estimate).value;

describe("agrees with the examples in scikit-learn's documentation:", () => {
  test("roc_auc_score and average_precision_score", () => {
    const [scores, labels] = [array(0.1, 0.4, 0.35, 0.8), array(0, 0, 1, 1)];
    expect(numberIn(rocAuc(scores, labels))).toBe(0.75);
    expect(numberIn(prAuc(scores, labels))).toBeCloseTo(0.8333333333, 9);
  });
  test("log_loss and brier_score_loss", () => {
    expect(numberIn(logLoss(array(0.9, 0.1, 0.2, 0.65), array(1, 0, 0, 1)))).toBeCloseTo(0.21616, 5);
    expect(numberIn(brier(array(0.1, 0.9, 0.8, 0.3), array(0, 1, 1, 0)))).toBeCloseTo(0.0375, 12);
  });
  test("mean_absolute_error, mean_squared_error and r2_score", () => {
    const [scores, labels] = [array(2.5, 0, 2, 8), array(3, -0.5, 2, 7)];
    expect(numberIn(mae(scores, labels))).toBeCloseTo(0.5, 12);
    expect(numberIn(rmse(scores, labels)) ** 2).toBeCloseTo(0.375, 12);
    expect(numberIn(r2(scores, labels))).toBeCloseTo(0.948608137, 8);
  });
});

test("the cross-entropy of the last of four classes against 0.33 is 1.1087", () => {
  const scores = array(0.45, 0.2, 0.02, 0.33);
  expect(rowCrossEntropy({ scores, labels: array(3), classes: 4 }, 0)).toBeCloseTo(1.1087, 4);
  const two = multiclassLogLoss(array(...scores, ...scores), array(3, 0), { classes: 4 });
  expect(numberIn(two)).toBeCloseTo((-Math.log(0.33) - Math.log(0.45)) / 2, 12);
  expect(numberIn(multiclassAccuracy(array(...scores, ...scores), array(3, 0), { classes: 4 }))).toBe(0.5);
});

test("precision, recall and accuracy follow the actions given, and a score of a half without them", () => {
  const [scores, labels] = [array(0.9, 0.6, 0.4, 0.1), array(1, 0, 1, 0)];
  const actions = Uint8Array.of(1, 1, 1, 0);
  expect([precision, recall, accuracy].map((m) => numberIn(m(scores, labels, { actions })))).toEqual([2 / 3, 1, 0.75]);
  expect([precision, recall, accuracy].map((m) => numberIn(m(scores, labels)))).toEqual([0.5, 0.5, 0.5]);
});

/** DeLong's variance as the paper writes it: every pair compared. */
function delongByPairs(positives: readonly number[], negatives: readonly number[]): { area: number; variance: number } {
  const against = (x: number, y: number) => (x > y ? 1 : x === y ? 0.5 : 0);
  const average = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
  const v10 = positives.map((x) => average(negatives.map((y) => against(x, y))));
  const v01 = negatives.map((y) => average(positives.map((x) => against(x, y))));
  const area = average(v10);
  const s = (v: readonly number[]) => v.reduce((sum, x) => sum + (x - area) ** 2, 0) / (v.length - 1) / v.length;
  return { area, variance: s(v10) + s(v01) };
}

test("the ROC area and its variance are DeLong's, ties included", () => {
  const grid = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 3, maxLength: 40 });
  fc.assert(
    fc.property(grid, grid, (positives, negatives) => {
      const { area, variance } = delongByPairs(positives, negatives);
      const labels = array(...positives.map(() => 1), ...negatives.map(() => 0));
      const got = rocAuc(array(...positives, ...negatives), labels, { level: 0.6826894921370859 });
      if (isInsufficient(got) || area === 0 || area === 1) return;
      expect(got.value).toBeCloseTo(area, 12);
      // One standard error on the logit; Student's t with at least two degrees of freedom is a little wider.
      const half = (Math.log(got.high / (1 - got.high)) - Math.log(got.low / (1 - got.low))) / 2;
      const one = Math.sqrt(variance) / (area * (1 - area));
      expect(half).toBeGreaterThan(one * 0.999999);
      expect(half).toBeLessThan(one * 1.33);
    }),
  );
});

describe("a weight of k is the row k times", () => {
  const random = rng({ seed: 5, purpose: "weights" });
  const rows = Array.from({ length: 60 }, (_, row) => ({
    score: Math.round(20 * random.uniform()) / 20,
    label: random.integer(2),
    weight: random.integer(4),
    row,
  }));
  const column = (of: (row: (typeof rows)[number]) => number, source = rows) => Float64Array.from(source, of);
  const repeated = rows.flatMap((row) => Array.from({ length: row.weight }, () => row));
  test.each(
    metrics
      .filter((m) => !m.tasks.some((task) => ["multiclass", "hierarchical", "ranking"].includes(task)))
      .map((m) => [m.name, m] as const),
  )("for %s", (_, m) => {
    const once = { weights: column((r) => r.weight), clusters: Int32Array.from(rows, (r) => r.row) };
    const clusters = Int32Array.from(repeated, (r) => r.row);
    const weighted = m(
      column((r) => r.score),
      column((r) => r.label),
      once,
    );
    const copied = m(
      column((r) => r.score, repeated),
      column((r) => r.label, repeated),
      { clusters },
    );
    expect(numberIn(weighted)).toBeCloseTo(numberIn(copied), 10);
  });
});

test("the order of rows does not matter to a value", () => {
  const random = rng({ seed: 6, purpose: "order" });
  const scores = Float64Array.from({ length: 200 }, () => Math.round(30 * random.uniform()) / 30);
  const labels = scores.map((p) => (random.uniform() < p ? 1 : 0));
  const order = random.shuffled([...scores.keys()]);
  for (const metric of metrics.filter((m) => m.tasks.includes("binary"))) {
    const moved = metric(
      scores.map((_, i) => scores[order[i]!]!),
      labels.map((_, i) => labels[order[i]!]!),
    );
    expect(numberIn(moved)).toBeCloseTo(numberIn(metric(scores, labels)), 10);
  }
});

describe("says what is missing", () => {
  test("when there is one class, or one row", () => {
    expect(rocAuc(array(0.1, 0.2), array(1, 1))).toMatchObject({ reason: "one-class" });
    expect(prAuc(array(0.1, 0.2), array(0, 0))).toMatchObject({ reason: "one-class" });
    expect(rocAuc(array(0.1, 0.2, 0.3), array(1, 0, 0))).toMatchObject({ reason: "too-few-clusters" });
    for (const metric of metrics) {
      const got = metric(array(), array(), { classes: 2 });
      expect(isInsufficient(got)).toBe(true);
    }
  });
  test("when all rows are one cluster, or too few for ten bins", () => {
    const scores = Float64Array.from({ length: 100 }, (_, i) => i / 100);
    const labels = scores.map((p) => (p > 0.3 ? 1 : 0));
    for (const metric of metrics.filter((m) => m.tasks.includes("binary")))
      expect(isInsufficient(metric(scores, labels, { clusters: new Int32Array(100) }))).toBe(true);
    expect(ece(array(0.5), array(1))).toMatchObject({ reason: "too-few-rows", need: 50, have: 1 });
  });
  test("but a perfect ranking is an answer, with an interval as wide as its rows are few", () => {
    const got = rocAuc(array(0.1, 0.2, 0.8, 0.9), array(0, 0, 1, 1)) as Estimate;
    expect(got).toMatchObject({ value: 1, high: 1 });
    expect(got.low).toBeLessThan(0.5);
  });
});

test("an error of calibration is zero only for those who keep their promises", () => {
  const scores = Float64Array.from({ length: 1000 }, (_, i) => (i % 10 < 3 ? 0.3 : 0.8));
  const kept = Float64Array.from({ length: 1000 }, (_, i) => ((i * 7) % 1000 < 1000 * scores[i]! ? 1 : 0));
  expect(numberIn(ece(scores, kept))).toBeLessThan(0.05);
  expect(
    numberIn(
      ece(
        scores.map(() => 0.1),
        kept,
      ),
    ),
  ).toBeGreaterThan(0.4);
});

test("every metric says what it is, under its own name", () => {
  expect(new Set(metrics.map((m) => m.name)).size).toBe(metrics.length);
  for (const metric of metrics) {
    expect({ ...metric }).toMatchObject({ family: "model", name: expect.stringMatching(/^[a-z0-9-]+$/) });
    expect(metric.doc.endsWith(".")).toBe(true);
    expect(metric.tasks.length).toBeGreaterThan(0);
  }
});
