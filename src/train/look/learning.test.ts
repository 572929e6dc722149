import { describe, expect, test } from "vitest";
import { tableOf } from "../../data/index.ts";
import { rng } from "../../kernel/index.ts";
import { resolveLearner } from "../../learn/index.ts";
import { encodeModel, type Model } from "../../model/index.ts";
import { learningOf, lossOf } from "./learning.ts";
import type { Sample } from "./sample.ts";
import type { Witness } from "./witness.ts";

/** Three kinds of points, told apart by where they lie. */
function points(rows: number, seed: number): Sample {
  const draws = rng({ seed, purpose: "learning test" });
  const at = Array.from({ length: rows }, () => ({ x: draws.normal(), y: draws.normal() }));
  const labels = at.map(({ x, y }) => (x + 0.5 * draws.normal() > 0 ? 2 : y > 0 ? 1 : 0));
  return {
    table: tableOf({ x: "number", y: "number" }, at),
    labels: Float64Array.from(labels),
    clusters: Int32Array.from(at.keys()),
  };
}

const [seen, unseen] = [points(600, 1), points(400, 2)];

function fitted(params: object): { readonly model: Model; readonly witness: Witness } {
  const learner = { learner: "gbdt", params: { numLeaves: 6, minDataInLeaf: 5, ...params } };
  const training = { features: seen.table, label: seen.labels, classes: ["a", "b", "c"] };
  const model = resolveLearner(learner).fit(training, { task: "multiclass", seed: 3 });
  const [none, calibration] = [new Int32Array(0), { calibration: { kind: "none" } as const }];
  return { model, witness: { bytes: encodeModel(model), calibration, learner, train: none, unseen: none } };
}

describe("the loss after some rounds", () => {
  test.each([
    ["boosted", {}],
    ["averaged", { boosting: "rf", baggingFraction: 0.6 }],
    ["from the largest gradients", { boosting: "goss" }],
    ["with all outputs in a leaf", { multiOutput: "vector" }],
  ])("is that of a model that was grown for so many: %s", (_, params) => {
    const { model, witness } = fitted({ ...params, rounds: 28 });
    const learning = learningOf(witness, model, { seen, unseen })!;
    for (const [rounds, loss] of [learning.unseen[3]!, learning.unseen.at(-1)!])
      expect(loss).toBeCloseTo(lossOf(fitted({ ...params, rounds }).model, unseen), 9);
  });

  test("is not read off scores that are no probabilities", () => {
    const { model, witness } = fitted({ isUnbalance: true, rounds: 12 });
    expect(learningOf(witness, model, { seen, unseen })).toBeNull();
  });
});
