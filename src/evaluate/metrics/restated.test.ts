import { expect, test } from "vitest";
import type { Estimate, Estimated } from "../../stats/index.ts";
import { allMetrics, f1, gini, logLoss, metrics, mse, multiclassLogLoss, perplexity, rmse, rocAuc } from "./index.ts";

const array = (...values: number[]) => Float64Array.from(values);
const all = ({ value, low, high }: Estimate) => [value, low, high];
const found = (estimated: Estimated) => estimated as Estimate;

const scores = array(0.9, 0.6, 0.4, 0.8, 0.1, 0.3, 0.7, 0.55);
const labels = array(1, 0, 1, 1, 0, 0, 1, 0);

test("F1, Gini and MSE are those of scikit-learn 1.9 (f1_score, 2 roc_auc_score − 1, mean_squared_error)", () => {
  expect(found(f1(scores, labels)).value).toBeCloseTo(0.6666666666666666, 15);
  expect(found(gini(scores, labels)).value).toBeCloseTo(0.75, 15);
  expect(found(mse(array(2.5, 0, 2, 8), array(3, -0.5, 2, 7))).value).toBeCloseTo(0.375, 15);
});

test("perplexity is the exponential of scikit-learn's log_loss", () => {
  const rows = array(0.45, 0.2, 0.02, 0.33, 0.1, 0.7, 0.1, 0.1, 0.25, 0.25, 0.25, 0.25);
  expect(found(perplexity(rows, array(3, 1, 0), { classes: 4 })).value).toBeCloseTo(2.58711660731414, 12);
});

test("what says the same on another scale has the same interval on that scale, and stays out of reports", () => {
  const area = all(found(rocAuc(scores, labels)));
  expect(all(found(gini(scores, labels)))).toEqual(area.map((share) => 2 * share - 1));
  const [values, truth] = [array(2.5, 0, 2, 8), array(3, -0.5, 2, 7)];
  all(found(rmse(values, truth))).forEach((root, i) => {
    expect(all(found(mse(values, truth)))[i]).toBeCloseTo(root ** 2, 12);
  });
  const rows = array(0.5, 0.3, 0.2, 0.6, 0.3, 0.1, 0.2, 0.2, 0.6);
  const of = (metric: typeof perplexity) => all(found(metric(rows, array(0, 1, 2), { classes: 3 })));
  expect(of(perplexity)).toEqual(of(multiclassLogLoss).map(Math.exp));
  const restated = allMetrics.filter((metric) => metric.restates !== undefined);
  expect(restated.map(({ name }) => name).sort()).toEqual(["gini", "mse", "perplexity"]);
  for (const { name, restates } of restated) {
    expect(metrics.map((metric) => metric.name)).not.toContain(name);
    expect(metrics.map((metric) => metric.name)).toContain(restates);
  }
});

test("reports go by task and, within a task, by what tells most", () => {
  expect(metrics.slice(0, 3)).toEqual([rocAuc, expect.objectContaining({ name: "pr-auc" }), logLoss]);
  for (const [i, metric] of allMetrics.entries()) {
    const same = allMetrics.slice(i + 1).filter(({ tasks }) => tasks[0] === metric.tasks[0]);
    for (const other of same) expect(other.place).toBeGreaterThan(metric.place);
  }
});
