import { type Insufficient, insufficient, isInsufficient } from "../../kernel/index.ts";
import { criticalValue, DEFAULT_LEVEL, type Estimate, momentsOf, varianceOf } from "../../stats/index.ts";
import { equalMassBins } from "./bins.ts";
import { resample } from "./bootstrap.ts";
import { defineMetric, type Metric } from "./metric.ts";
import { type Predictions, weightsOf } from "./predictions.ts";

const BINS = 10;

/** Each bin's gap between outcome and promise, as a share of all rows: Σ weight · (label − score) / Σ weight. */
function gapsOf(predictions: Predictions): (weightOf: (row: number) => number) => Float64Array {
  const { scores, labels } = predictions;
  const { bin, count } = equalMassBins(predictions, BINS);
  return (weightOf) => {
    const gaps = new Float64Array(count);
    let total = 0;
    for (let row = 0; row < bin.length; row++) {
      const weight = weightOf(row);
      const b = bin[row] as number;
      gaps[b] = (gaps[b] as number) + weight * ((labels[row] as number) - (scores[row] as number));
      total += weight;
    }
    return gaps.map((gap) => gap / total);
  };
}

function size(gaps: Float64Array): number {
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0);
}

/**
 * Noise alone makes the measured error positive, and resampling adds the same noise once more: the interval is moved
 * down by what resampling added. Zero is inside whenever gaps of pure noise (`noise`: resampled gaps around the measured
 * ones) reach the measured value more often than 1 − level.
 */
function interval(value: number, draws: Draws, level: number): Estimate | Insufficient {
  const moments = momentsOf(draws.values);
  const variance = varianceOf(moments);
  if (isInsufficient(variance)) return variance;
  const half = criticalValue(level) * Math.sqrt(variance);
  const centre = Math.max(0, 2 * value - moments.mean);
  const asNoisy = draws.noise.filter((noise) => noise >= value).length / draws.noise.length;
  const low = asNoisy > 1 - level ? 0 : Math.max(0, centre - half);
  return { value, low: Math.min(low, value), high: Math.min(1, Math.max(value, centre + half)), level };
}

interface Draws {
  readonly values: Float64Array;
  readonly noise: Float64Array;
}

function drawsOf(predictions: Predictions, seed: number): { readonly value: number } & Draws {
  const weights = weightsOf(predictions);
  const gapsFor = gapsOf(predictions);
  const gaps = gapsFor((row) => weights[row] as number);
  const noise: number[] = [];
  const values = resample(predictions, seed, (counts) => {
    const drawn = gapsFor((row) => (weights[row] as number) * (counts[row] as number));
    noise.push(size(drawn.map((gap, b) => gap - (gaps[b] as number))));
    return size(drawn);
  });
  return { value: size(gaps), values, noise: Float64Array.from(noise) };
}

/** Expected calibration error over ten bins of equal weight: how far, on average, a promised rate is from the real one. */
export const ece: Metric = defineMetric({
  name: "ece",
  family: "model",
  direction: "decrease",
  unit: "share",
  doc: "Average distance between predicted probability and observed rate over ten bins of equal weight.",
  reference: "Naeini, Cooper, Hauskrecht. AAAI 2015; equal-mass bins: Nixon et al., 2019; interval: 200 resamples",
  tasks: ["binary"],
  compute(predictions, { level = DEFAULT_LEVEL, seed = 0 } = {}) {
    if (predictions.labels.length < BINS)
      return insufficient("too-few-rows", { need: BINS, have: predictions.labels.length });
    const draws = drawsOf(predictions, seed);
    return interval(draws.value, draws, level);
  },
});
