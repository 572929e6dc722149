import { formatQuantity } from "../format.ts";
import { formatNumber } from "../format-number.ts";
import { estimate } from "../values.ts";
import type { PlotFrame } from "./axis.ts";
import { type Table, table } from "./table.ts";

/** Cases with like scores: what was said on average, and what happened. */
export interface CalibrationBin {
  readonly score: number;
  readonly observed: number;
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

/** Mean score against observed share, with intervals; on the diagonal a model means what it says. */
export interface CalibrationPlot extends PlotFrame {
  readonly kind: "calibration-plot";
  /** What the score predicts, in words: "readmitted within 30 days". */
  readonly outcome: string;
  readonly bins: readonly CalibrationBin[];
}

export function calibrationPlot(plot: Omit<CalibrationPlot, "kind">): CalibrationPlot {
  return Object.freeze({ ...plot, kind: "calibration-plot" });
}

/** A bin's observed share with its interval. */
export function wordObserved({ observed, low, high }: CalibrationBin): string {
  return formatQuantity(estimate({ value: observed, low, high }, "percent"));
}

/** The plot in a sentence. */
export function wordCalibrationPlot(plot: CalibrationPlot): string {
  const bins = plot.bins.map((bin) => `said ${formatNumber(bin.score, "percent")}, was ${wordObserved(bin)}`);
  return `Calibration plot, ${plot.title}: mean score against the share ${plot.outcome}. ${bins.join("; ")}.`;
}

/** The numbers behind the plot. */
export function calibrationPlotNumbers(plot: CalibrationPlot): Table {
  return table(
    [
      { name: "Mean score", unit: "percent" },
      { name: `Share ${plot.outcome}`, align: "right" },
      { name: "Cases", unit: "count" },
    ],
    plot.bins.map(({ score, observed, low, high, count }) => [
      score,
      estimate({ value: observed, low, high }, "percent"),
      count,
    ]),
  );
}
