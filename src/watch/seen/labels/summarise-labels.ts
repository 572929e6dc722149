import { countUpTo } from "../../../kernel/index.ts";
import { weightedMomentsOf } from "../../../stats/index.ts";
import type { CalibrationBin, LabelSeen } from "../seen.ts";
import { MOST_BLOCKS } from "./merge-labels.ts";
import type { ScoredLabel } from "./scored-label.ts";

/** Bins of a calibration curve of probabilities. */
export const CURVE_BINS = 20;

/** The bins of a calibration curve: of the same width for probabilities, else these edges. */
export type CurveBins = { readonly bins: number } | { readonly edges: readonly number[] };

/** Sums up cases in the order in which their windows closed. */
export function summariseLabels(
  cases: readonly ScoredLabel[],
  bins: CurveBins,
): Pick<LabelSeen, "labels" | "predicted" | "loss" | "losses" | "calibration"> {
  const weights = Float64Array.from(cases, ({ weight }) => weight);
  const moments = (of: "label" | "predicted" | "loss"): LabelSeen["labels"] =>
    weightedMomentsOf(
      Float64Array.from(cases, (one) => one[of]),
      weights,
    );
  return {
    labels: moments("label"),
    predicted: moments("predicted"),
    loss: moments("loss"),
    losses: blocksOf(cases),
    calibration: curveOf(cases, bins),
  };
}

/** Weighted means of consecutive blocks; the last may be shorter than the others, and one without weight is left out. */
function blocksOf(cases: readonly ScoredLabel[]): readonly number[] {
  const size = Math.max(1, Math.ceil(cases.length / MOST_BLOCKS));
  const blocks: number[] = [];
  for (let start = 0; start < cases.length; start += size) {
    let [weight, sum] = [0, 0];
    for (let i = start; i < Math.min(start + size, cases.length); i++) {
      const one = cases[i] as ScoredLabel;
      weight += one.weight;
      sum += one.weight * one.loss;
    }
    if (weight > 0) blocks.push(sum / weight);
  }
  return blocks;
}

function curveOf(cases: readonly ScoredLabel[], bins: CurveBins): readonly CalibrationBin[] {
  const edges = "edges" in bins ? Float64Array.from(bins.edges) : widths(bins.bins);
  const sums = Array.from({ length: edges.length + 1 }, () => ({ weight: 0, predicted: 0, label: 0 }));
  for (const { weight, predicted, label } of cases) {
    const bin = sums[countUpTo(edges, predicted)];
    if (bin === undefined) continue;
    bin.weight += weight;
    bin.predicted += weight * predicted;
    bin.label += weight * label;
  }
  return sums.map(({ weight, predicted, label }) =>
    weight === 0
      ? { weight, predicted: 0, label: 0 }
      : { weight, predicted: predicted / weight, label: label / weight },
  );
}

function widths(bins: number): Float64Array {
  return Float64Array.from({ length: bins - 1 }, (_, i) => (i + 1) / bins);
}
