import { takeRows } from "../../data/index.ts";
import type { Classify } from "../../evaluate/index.ts";
import { resolveLearner } from "../../learn/index.ts";
import { scoreModel } from "../../model/index.ts";

/** Small boosted trees: enough to see whether there is something to tell, and quick. */
export const quickTrees: Classify = ({ features, label, classes, train, score, seed }) => {
  const params = {
    rounds: 40,
    numLeaves: 15,
    minDataInLeaf: Math.max(10, Math.round(train.length / 200)),
    lambdaL2: 5,
    catSmooth: 100,
  };
  const names = classes > 2 ? Array.from({ length: classes }, (_, place) => String(place)) : [];
  const task = classes > 2 ? "multiclass" : "binary";
  const taught = Float64Array.from(train, (row) => label[row] as number);
  const training = { features: takeRows(features, train), label: taught, classes: names };
  return scoreModel(
    resolveLearner({ learner: "gbdt", params }).fit(training, { task, seed }),
    takeRows(features, score),
  );
};
