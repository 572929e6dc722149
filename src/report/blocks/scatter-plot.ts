import { formatQuantity } from "../format.ts";
import { estimate, type Interval } from "../values.ts";
import { type Axis, onAxis, type PlotFrame, type Reference } from "./axis.ts";
import type { Point } from "./line-plot.ts";
import { type Table, table } from "./table.ts";

/** A dot with a whisker along either axis: two measurements of one thing, each with its error. */
export interface ScatterDot {
  readonly name: string;
  readonly x: Interval;
  readonly y: Interval;
  /** Dots of one group look alike. Default: all are of one. */
  readonly group?: string;
}

/** What was fitted through the dots. */
export interface ScatterFit {
  readonly name: string;
  readonly points: readonly Point[];
  /** The interval around the line: x, low, high. */
  readonly band: readonly (readonly [x: number, low: number, high: number])[];
}

/** Dots with their errors in both directions, and what was fitted through them. */
export interface ScatterPlot extends PlotFrame {
  readonly kind: "scatter-plot";
  readonly x: Axis;
  readonly y: Axis;
  readonly dots: readonly ScatterDot[];
  readonly fit?: ScatterFit;
  /** Lines across, `x` upright and `y` level. */
  readonly references: readonly (Reference & { readonly axis: "x" | "y" })[];
}

export function scatterPlot(
  plot: Omit<ScatterPlot, "kind" | "references"> & Partial<Pick<ScatterPlot, "references">>,
): ScatterPlot {
  return Object.freeze({ references: [], ...plot, kind: "scatter-plot" });
}

/** The groups in the order of their first dots. */
export function scatterGroups({ dots }: Pick<ScatterPlot, "dots">): readonly string[] {
  return [...new Set(dots.map(({ group = "" }) => group))];
}

/** The plot in a sentence. */
export function wordScatterPlot(plot: ScatterPlot): string {
  const about = `Scatter plot, ${plot.title}: ${plot.y.label} against ${plot.x.label}, ${plot.dots.length} dots.`;
  const [first, last] = [plot.fit?.points[0], plot.fit?.points.at(-1)];
  if (plot.fit === undefined || first === undefined || last === undefined) return about;
  const at = ([x, y]: Point): string => `${onAxis(plot.y, y)} at ${onAxis(plot.x, x)}`;
  return `${about} ${plot.fit.name} goes from ${at(first)} to ${at(last)}.`;
}

/** The numbers behind the plot: one row per dot. */
export function scatterPlotNumbers(plot: ScatterPlot): Table {
  const grouped = scatterGroups(plot).length > 1;
  const words = (interval: Interval, { unit = "number" }: Axis): string => formatQuantity(estimate(interval, unit));
  return table(
    [
      "",
      ...(grouped ? ["Group"] : []),
      { name: plot.x.label, align: "right" as const },
      { name: plot.y.label, align: "right" as const },
    ],
    plot.dots.map(({ name, group, x, y }) => [
      name,
      ...(grouped ? [group ?? ""] : []),
      words(x, plot.x),
      words(y, plot.y),
    ]),
  );
}
