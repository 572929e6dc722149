import { insufficient } from "../../kernel/index.ts";
import { DEFAULT_LEVEL } from "../../stats/index.ts";
import { equalMassBins } from "./bins.ts";
import { resample } from "./bootstrap.ts";
import { gapInterval, type MeasuredGaps, sizeOf } from "./ece-interval.ts";
import { defineMetric, type Metric } from "./metric.ts";
import { type Predictions, weightsOf } from "./predictions.ts";

const BINS = 10;
/** Fewer rows than this per bin, and a bin's noise is nothing like normal. */
const LEAST_PER_BIN = 5;

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

function measure(predictions: Predictions, seed: number): MeasuredGaps {
  const weights = weightsOf(predictions);
  const gapsFor = gapsOf(predictions);
  const gaps = gapsFor((row) => weights[row] as number);
  const noise: Float64Array[] = [];
  resample(predictions, seed, (counts) => {
    const drawn = gapsFor((row) => (weights[row] as number) * (counts[row] as number));
    noise.push(drawn.map((gap, b) => gap - (gaps[b] as number)));
    return sizeOf(drawn);
  });
  return { gaps, noise: noise.filter((draw) => draw.every(Number.isFinite)) };
}

/**
 * Expected calibration error over ten bins of equal weight: how far, on average, a promised rate is from the real one.
 * Needs 50 rows.
 */
export const ece: Metric = defineMetric({
  name: "ece",
  family: "model",
  direction: "decrease",
  unit: "share",
  doc: "Average distance between predicted probability and observed rate over ten bins of equal weight.",
  reference: "Naeini, Cooper, Hauskrecht. AAAI 2015; bins of equal mass: Nixon et al. Measuring calibration, 2019",
  tasks: ["binary"],
  compute(predictions, { level = DEFAULT_LEVEL, seed = 0 } = {}) {
    const [need, have] = [BINS * LEAST_PER_BIN, predictions.labels.length];
    return have < need ? insufficient("too-few-rows", { need, have }) : gapInterval(measure(predictions, seed), level);
  },
});
