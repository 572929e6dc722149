import { barPlotNumbers, wordBarPlot } from "./bar-plot.ts";
import { calibrationPlotNumbers, wordCalibrationPlot } from "./calibration-plot.ts";
import { histogramNumbers, wordHistogram } from "./histogram.ts";
import { intervalPlotNumbers, wordIntervalPlot } from "./interval-plot.ts";
import { linePlotNumbers, wordLinePlot } from "./line-plot.ts";
import { parallelPlotNumbers, wordParallelPlot } from "./parallel-plot.ts";
import type { Plot } from "./plot.ts";
import { scatterPlotNumbers, wordScatterPlot } from "./scatter-plot.ts";
import type { Table } from "./table.ts";

/** What the plot shows, in words: its own `alt`, or a sentence made from its data. */
export function describePlot(plot: Plot): string {
  if (plot.alt !== undefined) return plot.alt;
  switch (plot.kind) {
    case "line-plot":
      return wordLinePlot(plot);
    case "interval-plot":
      return wordIntervalPlot(plot);
    case "bar-plot":
      return wordBarPlot(plot);
    case "calibration-plot":
      return wordCalibrationPlot(plot);
    case "histogram":
      return wordHistogram(plot);
    case "parallel-plot":
      return wordParallelPlot(plot);
    case "scatter-plot":
      return wordScatterPlot(plot);
  }
}

/** The numbers behind the plot as a table. */
export function plotNumbers(plot: Plot): Table {
  switch (plot.kind) {
    case "line-plot":
      return linePlotNumbers(plot);
    case "interval-plot":
      return intervalPlotNumbers(plot);
    case "bar-plot":
      return barPlotNumbers(plot);
    case "calibration-plot":
      return calibrationPlotNumbers(plot);
    case "histogram":
      return histogramNumbers(plot);
    case "parallel-plot":
      return parallelPlotNumbers(plot);
    case "scatter-plot":
      return scatterPlotNumbers(plot);
  }
}
