import type { PlotOptions } from "@observablehq/plot";
import type { Plot } from "../../blocks/plot.ts";
import type { Sheet } from "../pen.ts";
import { drawBarPlot } from "./bar-plot.ts";
import { drawCalibrationPlot } from "./calibration-plot.ts";
import { drawHistogram } from "./histogram.ts";
import { drawIntervalPlot } from "./interval-plot.ts";
import { drawLinePlot } from "./line-plot.ts";
import { drawParallelPlot } from "./parallel-plot.ts";
import { drawScatterPlot } from "./scatter-plot.ts";

/** The plot as instructions to the plotting library. */
export function drawPlot(plot: Plot, sheet: Sheet): PlotOptions {
  switch (plot.kind) {
    case "line-plot":
      return drawLinePlot(plot, sheet);
    case "interval-plot":
      return drawIntervalPlot(plot, sheet);
    case "bar-plot":
      return drawBarPlot(plot, sheet);
    case "calibration-plot":
      return drawCalibrationPlot(plot, sheet);
    case "histogram":
      return drawHistogram(plot, sheet);
    case "parallel-plot":
      return drawParallelPlot(plot, sheet);
    case "scatter-plot":
      return drawScatterPlot(plot, sheet);
  }
}
