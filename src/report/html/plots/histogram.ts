import type { Markish, PlotOptions } from "@observablehq/plot";
import { extent, type SpannedAxis } from "../../blocks/axis.ts";
import { type Histogram, type HistogramBar, heightAxis, histogramBars } from "../../blocks/histogram.ts";
import { strokeOf } from "../ink.ts";
import type { Sheet } from "../pen.ts";
import { axisBelow, axisLeft, marginFor, sheetOptions, upright } from "./frame.ts";

function filled({ plots }: Sheet, bars: readonly HistogramBar[], alone: boolean): Markish {
  const gaps = alone ? { insetLeft: 0.5, insetRight: 0.5 } : {};
  return plots.rect(bars, {
    x1: "from",
    x2: "to",
    y1: () => 0,
    y2: "height",
    fill: "var(--accent)",
    fillOpacity: alone ? 0.85 : 0.18,
    ...gaps,
  });
}

/** The outline of the bars as one stepped line, down to zero at both ends. */
function outline({ plots }: Sheet, bars: readonly HistogramBar[], index: number): Markish {
  const corners = bars.flatMap(({ from, to, height }) => [[from, height] as const, [to, height] as const]);
  const [first, last] = [bars[0], bars[bars.length - 1]];
  const path =
    first === undefined || last === undefined ? [] : [[first.from, 0] as const, ...corners, [last.to, 0] as const];
  const { stroke, dash } = strokeOf(index);
  return plots.line(path, {
    x: "0",
    y: "1",
    stroke,
    strokeWidth: 2,
    ...(dash === undefined ? {} : { strokeDasharray: dash }),
  });
}

/** Bars for one group; for more, the first is filled and all are outlined. */
export function drawHistogram(plot: Histogram, sheet: Sheet): PlotOptions {
  const all = plot.series.map((series) => histogramBars(plot, series));
  const x = extent(plot.edges);
  const y: SpannedAxis = {
    ...heightAxis(plot),
    domain: [0, extent([0, ...all.flat().map((bar) => bar.height)])[1] * 1.04],
  };
  const top = plot.reference === undefined ? 34 : 56;
  const outlines = all.length > 1 ? all.map((bars, i) => outline(sheet, bars, i)) : [];
  return {
    ...sheetOptions(sheet),
    height: sheet.narrow ? 230 : 280,
    marginLeft: marginFor(y),
    marginRight: 18,
    marginTop: top,
    marginBottom: 48,
    x: { domain: plot.x.domain ?? x },
    y: { domain: y.domain },
    marks: [
      ...axisLeft(sheet, y, top),
      axisBelow(sheet, plot.x),
      filled(sheet, all[0] ?? [], all.length === 1),
      ...outlines,
      sheet.plots.ruleY([0], { stroke: "var(--muted)" }),
      ...(plot.reference === undefined ? [] : upright(sheet, plot.reference, x)),
    ],
  };
}
