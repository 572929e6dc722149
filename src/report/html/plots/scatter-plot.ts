import type { Markish, PlotOptions } from "@observablehq/plot";
import { extent } from "../../blocks/axis.ts";
import { type ScatterFit, type ScatterPlot, scatterGroups } from "../../blocks/scatter-plot.ts";
import { groupMark } from "../ink.ts";
import type { Sheet } from "../pen.ts";
import { axisBelow, axisLeft, level, marginFor, padded, sheetOptions, upright } from "./frame.ts";

function fitMarks({ plots }: Sheet, { points, band }: ScatterFit): Markish[] {
  const area = {
    x: band.map(([x]) => x),
    y1: band.map(([, low]) => low),
    y2: band.map(([, , high]) => high),
  };
  return [
    plots.areaY(band, { ...area, fill: "var(--accent)", fillOpacity: 0.14 }),
    plots.line(points, { x: "0", y: "1", stroke: "var(--accent)", strokeWidth: 2.25 }),
  ];
}

/** The errors first, so that no dot is crossed out by another's. */
function dotMarks({ plots }: Sheet, plot: ScatterPlot): Markish[] {
  const { dots } = plot;
  const groups = scatterGroups(plot);
  const [x, y] = [dots.map((dot) => dot.x.value), dots.map((dot) => dot.y.value)];
  const thin = { stroke: "var(--muted)", strokeOpacity: 0.55, strokeWidth: 1.1 };
  return [
    plots.link(dots, { x1: dots.map((dot) => dot.x.low), x2: dots.map((dot) => dot.x.high), y1: y, y2: y, ...thin }),
    plots.link(dots, { x1: x, x2: x, y1: dots.map((dot) => dot.y.low), y2: dots.map((dot) => dot.y.high), ...thin }),
    ...groups.map((group, i) => {
      const own = dots.filter((dot) => (dot.group ?? "") === group);
      const { colour, symbol, hollow } = groupMark(i);
      return plots.dot(own, {
        x: own.map((dot) => dot.x.value),
        y: own.map((dot) => dot.y.value),
        r: 4.2,
        symbol: symbol as "circle",
        fill: hollow ? "var(--paper)" : colour,
        stroke: colour,
        strokeWidth: 1.5,
      });
    }),
  ];
}

/** Dots with whiskers both ways over the band of what was fitted. */
export function drawScatterPlot(plot: ScatterPlot, sheet: Sheet): PlotOptions {
  const at = (axis: "x" | "y"): number[] => plot.references.filter((r) => r.axis === axis).map((r) => r.at);
  const reach = (axis: "x" | "y"): number[] => plot.dots.flatMap((dot) => [dot[axis].low, dot[axis].high]);
  const band = (plot.fit?.band ?? []).flatMap(([, low, high]) => [low, high]);
  const along = (plot.fit?.band ?? []).map(([x]) => x);
  const x = { ...plot.x, domain: plot.x.domain ?? padded(extent([...reach("x"), ...along, ...at("x")]), 0.03) };
  const y = { ...plot.y, domain: plot.y.domain ?? padded(extent([...reach("y"), ...band, ...at("y")]), 0.05) };
  const top = plot.references.some((r) => r.axis === "x") ? 56 : 34;
  return {
    ...sheetOptions(sheet),
    height: sheet.narrow ? 280 : 400,
    marginLeft: marginFor(y),
    marginRight: 18,
    marginTop: top,
    marginBottom: 48,
    x: { domain: x.domain },
    y: { domain: y.domain },
    marks: [
      ...axisLeft(sheet, y, top),
      axisBelow(sheet, x),
      ...plot.references.flatMap((r) => (r.axis === "x" ? upright(sheet, r, x.domain) : level(sheet, r))),
      ...(plot.fit === undefined ? [] : fitMarks(sheet, plot.fit)),
      ...dotMarks(sheet, plot),
    ],
  };
}
