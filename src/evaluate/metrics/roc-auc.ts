import { type Insufficient, insufficient, isInsufficient } from "../../kernel/index.ts";
import { logitInterval, type Point, proportion, sharedDf } from "../../stats/index.ts";
import { defineMetric, type Metric } from "./metric.ts";
import { fallingOrder, runEnds } from "./order.ts";
import { clusterNumbers, type Predictions, weightsOf } from "./predictions.ts";

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
  let [positive, negative] = [0, 0];
  for (let row = 0; row < labels.length; row++) {
    if (labels[row] === 1) positive += weights[row] as number;
    else negative += weights[row] as number;
  }
  const order = fallingOrder(scores);
  const ends = runEnds(scores, order);
  const shares = new Float64Array(labels.length);
  let [above, belowOrTied, start] = [0, negative, 0];
  for (let run = 0; run < ends.length; run++) {
    const end = ends[run] as number;
    let [positiveTied, negativeTied] = [0, 0];
    for (let at = start; at < end; at++) {
      const row = order[at] as number;
      if (labels[row] === 1) positiveTied += weights[row] as number;
      else negativeTied += weights[row] as number;
    }
    const ofPositive = (belowOrTied - negativeTied / 2) / negative;
    const ofNegative = (above + positiveTied / 2) / positive;
    for (let at = start; at < end; at++) {
      const row = order[at] as number;
      shares[row] = labels[row] === 1 ? ofPositive : ofNegative;
    }
    above += positiveTied;
    belowOrTied -= negativeTied;
    start = end;
  }
  return { shares, positive, negative };
}

/** Per cluster, how far the rows of one class pull the area: Σ weight · (share − area) / weight of the class. */
interface Pull {
  readonly pulls: Float64Array;
  /** m / (m − 1), m the clusters with a row of the class. */
  readonly correction: number;
  readonly clusters: number;
}

/** What the rows of both classes are held against. */
interface PullTerms extends Components {
  readonly area: number;
  readonly clusters: { readonly numbers: Int32Array; readonly count: number };
}

function pullOf(predictions: Predictions, label: number, { clusters, ...terms }: PullTerms): Pull {
  const weights = weightsOf(predictions);
  const size = label === 1 ? terms.positive : terms.negative;
  const { numbers, count } = clusters;
  const pulls = new Float64Array(count);
  const isIn = new Uint8Array(count);
  for (let row = 0; row < numbers.length; row++) {
    if (predictions.labels[row] !== label) continue;
    const weight = weights[row] as number;
    const cluster = numbers[row] as number;
    pulls[cluster] = (pulls[cluster] as number) + (weight * ((terms.shares[row] as number) - terms.area)) / size;
    if (weight > 0) isIn[cluster] = 1;
  }
  const m = isIn.reduce((sum, one) => sum + one, 0);
  return { pulls, correction: m / (m - 1), clusters: m };
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
  const each = { ...terms, area, clusters: clusterNumbers(predictions) };
  const up = pullOf(predictions, 1, each);
  const down = pullOf(predictions, 0, each);
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
  place: 1,
  formula: "P(score of a yes > score of a no) + ½ P(equal)",
  pitfalls:
    "Blind to calibration and to where the threshold lies; on rare classes a fine area can hide that most alarms are false.",
  aliases: ["AUC", "area under the ROC curve", "c-statistic", "concordance"],
  compute(predictions, { level } = {}) {
    const point = areaPoint(predictions);
    if (isInsufficient(point)) return point;
    const certain = point.value >= 1 || point.value <= 0;
    return certain ? proportion(point.value * point.clusters, point.clusters, level) : logitInterval(point, level);
  },
});
