/** One document model, drawn as a self-contained HTML page, as terminal text and as JSON; and progress for long work. */
export type { Axis, PlotFrame, Reference } from "./blocks/axis.ts";
export { type Bar, type BarPlot, barPlot } from "./blocks/bar-plot.ts";
export { type CalibrationBin, type CalibrationPlot, calibrationPlot } from "./blocks/calibration-plot.ts";
export { type Callout, callout } from "./blocks/callout.ts";
export { type CommandLine, commandLine } from "./blocks/command-line.ts";
export { type Histogram, type HistogramSeries, histogram } from "./blocks/histogram.ts";
export { type IntervalItem, type IntervalPlot, intervalPlot } from "./blocks/interval-plot.ts";
export { type KeyValue, type KeyValues, keyValues } from "./blocks/key-value.ts";
export { type LinePlot, linePlot, type Point, type Series } from "./blocks/line-plot.ts";
export { type List, list } from "./blocks/list.ts";
export { type Paragraph, paragraph } from "./blocks/paragraph.ts";
export { type ParallelAxis, type ParallelLine, type ParallelPlot, parallelPlot } from "./blocks/parallel-plot.ts";
export type { Plot } from "./blocks/plot.ts";
export { type ScatterDot, type ScatterFit, type ScatterPlot, scatterPlot } from "./blocks/scatter-plot.ts";
export { type Column as TableColumn, type Table as TableBlock, table } from "./blocks/table.ts";
export type { Block, Document, Section, Verdict } from "./document.ts";
export { formatQuantity, formatValue } from "./format.ts";
export { formatNumber } from "./format-number.ts";
export { formatBytes, formatDuration, formatTime } from "./format-scaled.ts";
export { toHtml } from "./html/to-html.ts";
export { toJson } from "./json.ts";
export {
  type Progress,
  type Step,
  silentProgress,
  type TerminalProgressOptions,
  terminalProgress,
} from "./progress.ts";
export { openPaint, type Paint } from "./terminal/paint.ts";
export { sparkline } from "./terminal/strokes.ts";
export { type TerminalOptions, toTerminal } from "./terminal/to-terminal.ts";
export { cleanText, cutText, padText, textWidth } from "./text.ts";
export {
  assumed,
  type Basis,
  count,
  estimate,
  type Interval,
  measured,
  money,
  percent,
  type Quantity,
  type QuantityOptions,
  quantity,
  type Tone,
  type Unit,
  type Value,
  type Words,
  words,
} from "./values.ts";
