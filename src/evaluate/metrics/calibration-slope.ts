import { type Insufficient, insufficient } from "../../kernel/index.ts";
import { addUp, denseClusters, type Estimate, intervalOf, type Point } from "../../stats/index.ts";
import { defineMetric, type Metric } from "./metric.ts";
import { type Predictions, weightsOf } from "./predictions.ts";

/** Intercept and slope, and the inverse of the information matrix at them: [a, b, c] is the symmetric [[a, b], [b, c]]. */
interface Fit {
  readonly intercept: number;
  readonly slope: number;
  readonly inverse: readonly [number, number, number];
}

const SMALLEST = 1e-9;
const STEPS = 50;

function logitOf(probability: number): number {
  const p = Math.min(1 - SMALLEST, Math.max(SMALLEST, probability));
  return Math.log(p / (1 - p));
}

/** Newton's method for truth ~ intercept + slope · logit(score). */
function fitSlope(x: Float64Array, labels: Float64Array, weights: Float64Array): Fit | Insufficient {
  let fit: Fit = { intercept: 0, slope: 1, inverse: [0, 0, 0] };
  for (let step = 0; step < STEPS; step++) {
    const next = newton(fit, { x, labels, weights });
    if (next === undefined) return insufficient("zero-variance");
    const moved = Math.abs(next.slope - fit.slope) + Math.abs(next.intercept - fit.intercept);
    fit = next;
    if (!Number.isFinite(moved) || Math.abs(fit.slope) > 1e6) return insufficient("separated");
    if (moved < 1e-10) return fit;
  }
  return insufficient("no-convergence");
}

interface Rows {
  readonly x: Float64Array;
  readonly labels: Float64Array;
  readonly weights: Float64Array;
}

function newton({ intercept, slope }: Fit, { x, labels, weights }: Rows): Fit | undefined {
  let [g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0];
  for (let row = 0; row < x.length; row++) {
    const at = x[row] as number;
    const p = 1 / (1 + Math.exp(-intercept - slope * at));
    const weight = weights[row] as number;
    const miss = weight * ((labels[row] as number) - p);
    const curve = weight * p * (1 - p);
    g0 += miss;
    g1 += miss * at;
    h00 += curve;
    h01 += curve * at;
    h11 += curve * at * at;
  }
  const determinant = h00 * h11 - h01 * h01;
  if (!(determinant > 1e-12 * h00 * h11)) return undefined;
  const inverse = [h11 / determinant, -h01 / determinant, h00 / determinant] as const;
  return {
    intercept: intercept + inverse[0] * g0 + inverse[1] * g1,
    slope: slope + inverse[1] * g0 + inverse[2] * g1,
    inverse,
  };
}

/** The slope's variance by the sandwich over clusters: Liang and Zeger, 1986. */
function slopePoint(fit: Fit, { x, labels, weights }: Rows, clusters: Int32Array): Point | Insufficient {
  const { numbers, count } = denseClusters(clusters);
  if (count < 3) return insufficient("too-few-clusters", { need: 3, have: count });
  const miss = x.map(
    (at, row) =>
      (weights[row] as number) * ((labels[row] as number) - 1 / (1 + Math.exp(-fit.intercept - fit.slope * at))),
  );
  const byIntercept = addUp(miss, numbers, count);
  const bySlope = addUp(
    miss.map((m, row) => m * (x[row] as number)),
    numbers,
    count,
  );
  const pulls = byIntercept.map((g0, c) => fit.inverse[1] * g0 + fit.inverse[2] * (bySlope[c] as number));
  const variance = (pulls.reduce((sum, pull) => sum + pull * pull, 0) * count) / (count - 1);
  return { value: fit.slope, variance, df: count - 1 };
}

/**
 * How truth rises with the logit of the score: 1 for honest probabilities, below 1 for overconfident ones, 0 for noise.
 */
export const calibrationSlope: Metric = defineMetric({
  name: "calibration-slope",
  family: "model",
  direction: "to-one",
  unit: "share",
  doc: "Slope of truth on the logit of the score; 1 is calibrated, below 1 overconfident.",
  reference: "Cox. Two further applications of a model for binary regression. Biometrika 45, 1958",
  tasks: ["binary"],
  place: 6,
  pitfalls: "A slope of 1 can go with a shifted level: look at the reliability curve too.",
  aliases: ["calibration", "Cox slope"],
  compute(predictions: Predictions, { level } = {}): Estimate | Insufficient {
    const rows: Rows = {
      x: predictions.scores.map(logitOf),
      labels: predictions.labels,
      weights: weightsOf(predictions),
    };
    const fit = fitSlope(rows.x, rows.labels, rows.weights);
    if ("kind" in fit) return fit;
    const clusters = predictions.clusters ?? Int32Array.from(rows.labels, (_, row) => row);
    return intervalOf(slopePoint(fit, rows, clusters), level);
  },
});
