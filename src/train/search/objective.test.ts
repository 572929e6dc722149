import { describe, expect, test } from "vitest";
import { metrics } from "../../evaluate/index.ts";
import { isInsufficient, rng } from "../../kernel/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { clinic } from "../clinic.conformance.ts";
import type { Dataset } from "../dataset/dataset.ts";
import {
  gainOver,
  lossOf,
  objectivesFor,
  type RowLosses,
  recordedMetric,
  rowLosses,
  type Scoring,
} from "./objective.ts";

const system = clinic();
/** Nothing of a dataset but what is read: only money reads one. */
const dataset = {} as Dataset;

function losses(
  label: Partial<Scoring["label"]> & { values: Float64Array },
  scores: readonly number[],
  outputs: number,
) {
  const objective = outputs === 0 ? "rmse" : "log-loss";
  const scoring: Scoring = { objective, system, dataset, label: { classes: [], perRow: 1, ...label } };
  const rows = Int32Array.from({ length: scores.length / Math.max(1, outputs) }, (_, row) => row);
  return [...rowLosses(scoring, { rows, scores: Float64Array.from(scores), outputs: Math.max(1, outputs) })];
}

describe("the loss of a row", () => {
  test("of a yes or no is how surprising the truth is", () => {
    const found = losses({ values: Float64Array.of(1, 0, 1) }, [0.8, 0.8, 0], 1);
    expect(found).toEqual([-Math.log(0.8), expect.closeTo(-Math.log(0.2), 12), -Math.log(1e-15)]);
  });

  test("of one class out of several is that of its class, and of an unknown one nothing", () => {
    const label = { values: Float64Array.of(2, Number.NaN), classes: ["a", "b", "c"] };
    expect(losses(label, [0.1, 0.2, 0.7, 1, 0, 0], 3)).toEqual([-Math.log(0.7), 0]);
  });

  test("of several labels is their mean", () => {
    const label = { values: Float64Array.of(1, 0), classes: ["a", "b"], perRow: 2 };
    const [found] = losses(label, [0.9, 0.4], 2);
    expect(found).toBeCloseTo((-Math.log(0.9) - Math.log(0.6)) / 2, 12);
  });

  test("of a number is its squared error, and all together the root of their mean", () => {
    const found = losses({ values: Float64Array.of(1, 5) }, [4, 1], 0);
    expect(found).toEqual([9, 16]);
    expect(lossOf("rmse", { losses: Float64Array.from(found), counts: Float64Array.of(1, 1) })).toBe(Math.sqrt(12.5));
  });
});

test("money is offered where somebody acts on a priced outcome", () => {
  expect(objectivesFor(system, "risk")).toEqual(["log-loss", "money"]);
  expect(objectivesFor(clinic({ stated: false }), "risk")).toEqual(["log-loss"]);
  expect(objectivesFor(system, "nobody")).toEqual([]);
});

test.each(["binary", "multiclass", "hierarchical", "multilabel", "regression"] as const)(
  "the metric of a %s head is recorded by the name that trainings give it",
  (task) => {
    const found = { heads: { it: { ...system.heads.risk, task } } } as unknown as SystemDefinition;
    const [objective = "money"] = objectivesFor({ ...system, ...found }, "it");
    const dashed = recordedMetric(found, { head: "it", objective })
      .replace("it.", "")
      .replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    expect(metrics.filter(({ tasks }) => tasks.includes(task)).map(({ name }) => name)).toContain(dashed);
  },
);

test("the interval of a gain in RMSE covers the true gain as often as it says", () => {
  // Errors are normal with standard deviations 1 and 1.1, correlated: the true gain is 0.1. 400 samples of 200 rows:
  // 95% covered with a standard deviation of 1.1 points.
  let covered = 0;
  for (let seed = 0; seed < 400; seed++) {
    const draws = rng({ seed, purpose: "test.gain" });
    const pairs = Array.from({ length: 200 }, () => {
      const common = draws.normal();
      return [0.8 * common + 0.6 * draws.normal(), 1.1 * (0.8 * common + 0.6 * draws.normal())] as const;
    });
    const side = (at: 0 | 1): RowLosses => ({
      losses: Float64Array.from(pairs, (pair) => pair[at] ** 2),
      counts: new Float64Array(200).fill(1),
      entity: Int32Array.from({ length: 200 }, (_, i) => i),
    });
    const gain = gainOver("rmse", side(0), side(1));
    if (isInsufficient(gain)) expect.unreachable();
    if (gain.low <= 0.1 && gain.high >= 0.1) covered++;
  }
  expect(Math.abs(covered / 400 - 0.95)).toBeLessThan(4 * 0.011);
});
