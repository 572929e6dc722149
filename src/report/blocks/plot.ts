import type { BarPlot } from "./bar-plot.ts";
import type { CalibrationPlot } from "./calibration-plot.ts";
import type { Histogram } from "./histogram.ts";
import type { IntervalPlot } from "./interval-plot.ts";
import type { LinePlot } from "./line-plot.ts";
import type { ParallelPlot } from "./parallel-plot.ts";
import type { ScatterPlot } from "./scatter-plot.ts";

/** The blocks that are drawn. */
export type Plot = LinePlot | IntervalPlot | BarPlot | CalibrationPlot | Histogram | ParallelPlot | ScatterPlot;
