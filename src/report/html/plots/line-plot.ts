import type { Markish, PlotOptions } from "@observablehq/plot";
import { extent, type SpannedAxis } from "../../blocks/axis.ts";
import type { LinePlot, Series } from "../../blocks/line-plot.ts";
import { strokeOf } from "../ink.ts";
import type { Sheet } from "../pen.ts";
import { axisBelow, axisLeft, level, marginFor, padded, sheetOptions, upright } from "./frame.ts";

function band({ plots }: Sheet, series: Series, index: number): Markish[] {
  if (series.band === undefined) return [];
  const area = {
    x: series.band.map(([x]) => x),
    y1: series.band.map(([, low]) => low),
    y2: series.band.map(([, , high]) => high),
  };
  return [plots.areaY(series.band, { ...area, fill: strokeOf(index).stroke, fillOpacity: 0.14 })];
}

function line({ plots }: Sheet, series: Series, index: number): Markish {
  const { stroke, dash } = strokeOf(index);
  const dashes = dash === undefined ? {} : { strokeDasharray: dash };
  const [only, ...more] = series.points;
  // A line through one point is nothing: a lone point is drawn as a dot.
  if (only !== undefined && more.length === 0)
    return plots.dot([{}], { x: [only[0]], y: [only[1]], r: 4, fill: stroke });
  return plots.line(series.points, { x: "0", y: "1", stroke, strokeWidth: 2.25, ...dashes });
}

function domains(plot: LinePlot): { readonly x: SpannedAxis; readonly y: SpannedAxis } {
  const at = (axis: "x" | "y"): number[] => plot.references.filter((r) => r.axis === axis).map((r) => r.at);
  const xs = plot.series.flatMap((s) => s.points.map(([x]) => x));
  const ys = plot.series.flatMap((s) => [
    ...s.points.map(([, y]) => y),
    ...(s.band ?? []).flatMap(([, low, high]) => [low, high]),
  ]);
  return {
    x: { ...plot.x, domain: plot.x.domain ?? extent([...xs, ...at("x")]) },
    y: { ...plot.y, domain: plot.y.domain ?? padded(extent([...ys, ...at("y")]), 0.05) },
  };
}

/** Lines with their bands over a quiet grid. */
export function drawLinePlot(plot: LinePlot, sheet: Sheet): PlotOptions {
  const { x, y } = domains(plot);
  const top = plot.references.some((r) => r.axis === "x") ? 56 : 34;
  const time = x.unit === "time" ? { type: "utc" as const } : {};
  return {
    ...sheetOptions(sheet),
    height: sheet.narrow ? 260 : 340,
    marginLeft: marginFor(y),
    marginRight: 18,
    marginTop: top,
    marginBottom: 48,
    x: { ...time, domain: x.domain },
    y: { domain: y.domain },
    marks: [
      ...axisLeft(sheet, y, top),
      axisBelow(sheet, x),
      ...plot.series.flatMap((series, i) => band(sheet, series, i)),
      ...plot.references.flatMap((r) => (r.axis === "x" ? upright(sheet, r, x.domain) : level(sheet, r))),
      ...plot.series.map((series, i) => line(sheet, series, i)),
    ],
  };
}
