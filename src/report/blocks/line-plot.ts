import { type Axis, onAxis, type PlotFrame, type Reference } from "./axis.ts";
import { type Table, table } from "./table.ts";

/** A point: where, and how much. A y that is not finite breaks the line. */
export type Point = readonly [x: number, y: number];

export interface Series {
  readonly name: string;
  readonly points: readonly Point[];
  /** The interval around the line: x, low, high. */
  readonly band?: readonly (readonly [x: number, low: number, high: number])[];
}

/** One or more lines over a common axis: value curves, learning curves, a metric over time. */
export interface LinePlot extends PlotFrame {
  readonly kind: "line-plot";
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  /** Lines across, `x` upright and `y` level. */
  readonly references: readonly (Reference & { readonly axis: "x" | "y" })[];
}

export function linePlot(
  plot: Omit<LinePlot, "kind" | "references"> & Partial<Pick<LinePlot, "references">>,
): LinePlot {
  return Object.freeze({ references: [], ...plot, kind: "line-plot" });
}

function wordSeries(plot: LinePlot, series: Series): string {
  const points = series.points.filter(([, y]) => Number.isFinite(y));
  const [first] = points;
  if (first === undefined) return `${series.name} has no points`;
  const top = points.reduce((best, point) => (point[1] > best[1] ? point : best), first);
  const last = points[points.length - 1] ?? first;
  const at = (point: Point): string => `${onAxis(plot.y, point[1])} at ${onAxis(plot.x, point[0])}`;
  return `${series.name} goes from ${at(first)} to ${at(last)}, highest ${at(top)}`;
}

/** The plot in a sentence. */
export function wordLinePlot(plot: LinePlot): string {
  const lines = plot.series.map((series) => wordSeries(plot, series)).join("; ");
  return `Line plot, ${plot.title}: ${plot.y.label} against ${plot.x.label}. ${lines}.`;
}

/** The numbers behind the plot: one row per x. */
export function linePlotNumbers(plot: LinePlot): Table {
  const at = [...new Set(plot.series.flatMap((series) => series.points.map(([x]) => x)))].sort((a, b) => a - b);
  const lookups = plot.series.map((series) => new Map(series.points));
  const unit = plot.y.unit ?? "number";
  return table(
    [
      { name: plot.x.label, unit: plot.x.unit ?? "number", align: "right" },
      ...plot.series.map(({ name }) => ({ name, unit, align: "right" as const })),
    ],
    at.map((x) => [x, ...lookups.map((lookup) => lookup.get(x) ?? "")]),
  );
}
