import { insufficient } from "../../kernel/index.ts";
import { DEFAULT_LEVEL } from "../../stats/index.ts";
import { equalMassBins } from "./bins.ts";
import { resample } from "./bootstrap.ts";
import { gapInterval, type MeasuredGaps, sizeOf } from "./ece-interval.ts";
import { defineMetric, type Metric } from "./metric.ts";
import { clusterNumbers, type Predictions, weightsOf } from "./predictions.ts";

const BINS = 10;
/** Fewer rows than this per bin, and a bin's noise is nothing like normal. */
const LEAST_PER_BIN = 5;

/** What the gaps need of each row: a resample only changes how often a cluster counts. */
interface BinnedRows {
  readonly weight: Float64Array;
  /** label − score. */
  readonly miss: Float64Array;
  readonly cluster: Int32Array;
  readonly bin: Int32Array;
  readonly bins: number;
}

function binRows(predictions: Predictions, cluster: Int32Array): BinnedRows {
  const { scores, labels } = predictions;
  const { bin, count } = equalMassBins(predictions, BINS);
  const miss = labels.map((label, row) => label - (scores[row] as number));
  return { weight: weightsOf(predictions), miss, cluster, bin, bins: count };
}

/** Each bin's gap between outcome and promise, as a share of all rows: Σ weight · (label − score) / Σ weight. */
function gapsOf({ weight, miss, cluster, bin, bins }: BinnedRows, counts: Uint8Array): Float64Array {
  const gaps = new Float64Array(bins);
  let total = 0;
  for (let row = 0; row < bin.length; row++) {
    const weighs = (weight[row] as number) * (counts[cluster[row] as number] as number);
    const b = bin[row] as number;
    gaps[b] = (gaps[b] as number) + weighs * (miss[row] as number);
    total += weighs;
  }
  return gaps.map((gap) => gap / total);
}

function measure(predictions: Predictions, seed: number): MeasuredGaps {
  const { numbers, count } = clusterNumbers(predictions);
  const rows = binRows(predictions, numbers);
  const gaps = gapsOf(rows, new Uint8Array(count).fill(1));
  const noise: Float64Array[] = [];
  resample(count, seed, (counts) => {
    const drawn = gapsOf(rows, counts);
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
  place: 5,
  formula: "Σ share of bin · |mean outcome − mean probability|",
  pitfalls: "Depends on the bins, and noise alone makes it positive; a constant is calibrated and useless.",
  aliases: ["expected calibration error", "calibration error"],
  compute(predictions, { level = DEFAULT_LEVEL, seed = 0 } = {}) {
    const [need, have] = [BINS * LEAST_PER_BIN, predictions.labels.length];
    return have < need ? insufficient("too-few-rows", { need, have }) : gapInterval(measure(predictions, seed), level);
  },
});
