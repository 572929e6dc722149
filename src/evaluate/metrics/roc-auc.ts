import { type Insufficient, insufficient, isInsufficient } from "../../kernel/index.ts";
import { addUp, denseClusters, logitInterval, type Point, proportion, sharedDf } from "../../stats/index.ts";
import { defineMetric, type Metric } from "./metric.ts";
import { fallingOrder, runEnds } from "./order.ts";
import { type Predictions, weightsOf } from "./predictions.ts";

/** For each row, the share of the other class that it is ranked right against (ties count half): DeLong's components. */
interface Components {
  readonly shares: Float64Array;
  /** Weight of the positive and of the negative rows. */
  readonly positive: number;
  readonly negative: number;
}

function componentsOf(predictions: Predictions): Components {
  const { scores, labels } = predictions;
  const weights = weightsOf(predictions);
  const totals = [0, 0] as [number, number];
  labels.forEach((label, row) => {
    totals[label === 1 ? 1 : 0] += weights[row] as number;
  });
  const order = fallingOrder(scores);
  const shares = new Float64Array(labels.length);
  let [above, belowOrTied, start] = [0, totals[0], 0];
  for (const end of runEnds(scores, order)) {
    const run = order.subarray(start, end);
    const tied = [0, 0] as [number, number];
    for (const row of run) tied[labels[row] === 1 ? 1 : 0] += weights[row] as number;
    const ofPositive = (belowOrTied - tied[0] / 2) / totals[0];
    const ofNegative = (above + tied[1] / 2) / totals[1];
    for (const row of run) shares[row] = labels[row] === 1 ? ofPositive : ofNegative;
    above += tied[1];
    belowOrTied -= tied[0];
    start = end;
  }
  return { shares, positive: totals[1], negative: totals[0] };
}

/** Per cluster, how far the rows of one class pull the area: Σ weight · (share − area) / weight of the class. */
interface Pull {
  readonly pulls: Float64Array;
  /** m / (m − 1), m the clusters with a row of the class. */
  readonly correction: number;
  readonly clusters: number;
}

function pullOf(predictions: Predictions, label: number, terms: Components & { readonly area: number }): Pull {
  const weights = weightsOf(predictions);
  const size = label === 1 ? terms.positive : terms.negative;
  const ofClass = (row: number, value: number) => (predictions.labels[row] === label ? value : 0);
  const perRow = terms.shares.map((share, row) =>
    ofClass(row, ((weights[row] as number) * (share - terms.area)) / size),
  );
  const rows = weights.map((weight, row) => ofClass(row, weight > 0 ? 1 : 0));
  const { numbers, count } = clusterNumbers(predictions);
  const clusters = addUp(rows, numbers, count).reduce((m, inCluster) => m + (inCluster > 0 ? 1 : 0), 0);
  return { pulls: addUp(perRow, numbers, count), correction: clusters / (clusters - 1), clusters };
}

function clusterNumbers({ labels, clusters }: Predictions): { readonly numbers: Int32Array; readonly count: number } {
  if (clusters !== undefined) return denseClusters(clusters);
  return { numbers: Int32Array.from(labels, (_, row) => row), count: labels.length };
}

function product(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, c) => sum + value * (b[c] as number), 0);
}

/** The area, its variance by Obuchowski (DeLong's, when every row is its own cluster), Satterthwaite's df. */
function areaPoint(predictions: Predictions): (Point & { readonly clusters: number }) | Insufficient {
  const terms = componentsOf(predictions);
  if (!(terms.positive > 0 && terms.negative > 0)) return insufficient("one-class");
  const weights = weightsOf(predictions);
  const area = terms.shares.reduce(
    (sum, share, row) => sum + (predictions.labels[row] === 1 ? share * (weights[row] as number) : 0) / terms.positive,
    0,
  );
  const up = pullOf(predictions, 1, { ...terms, area });
  const down = pullOf(predictions, 0, { ...terms, area });
  const clusters = Math.min(up.clusters, down.clusters);
  if (clusters < 2) return insufficient("too-few-clusters", { need: 2, have: clusters });
  const ofPositives = up.correction * product(up.pulls, up.pulls);
  const ofNegatives = down.correction * product(down.pulls, down.pulls);
  const all = up.pulls.length;
  const variance = ofPositives + ofNegatives + (2 * all * product(up.pulls, down.pulls)) / (all - 1);
  const df = sharedDf([ofPositives, up.clusters - 1], [ofNegatives, down.clusters - 1]);
  return { value: area, variance, df, clusters };
}

/**
 * The chance that a random positive row scores above a random negative one (ties count half); 0.5 is no skill.
 * O(n log n). The interval is symmetric in the logit. A perfect area shows no variance; it gets Wilson's interval on the
 * number of clusters of the rarer class.
 */
export const rocAuc: Metric = defineMetric({
  name: "roc-auc",
  family: "model",
  direction: "increase",
  unit: "share",
  doc: "Chance that a random positive row scores above a random negative one; 0.5 is no skill.",
  reference:
    "DeLong, DeLong, Clarke-Pearson. Biometrics 44, 1988; clusters: Obuchowski. Biometrics 53, 1997; " +
    "O(n log n): Sun and Xu. IEEE Signal Processing Letters 21, 2014",
  tasks: ["binary"],
  compute(predictions, { level } = {}) {
    const point = areaPoint(predictions);
    if (isInsufficient(point)) return point;
    const certain = point.value >= 1 || point.value <= 0;
    return certain ? proportion(point.value * point.clusters, point.clusters, level) : logitInterval(point, level);
  },
});
