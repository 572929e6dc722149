import type { Markish, PlotOptions } from "@observablehq/plot";
import { extent } from "../../blocks/axis.ts";
import type { CalibrationPlot } from "../../blocks/calibration-plot.ts";
import { SMALL_LETTERS } from "../ink.ts";
import type { Sheet } from "../pen.ts";
import { axisBelow, axisLeft, marginFor, sheetOptions } from "./frame.ts";

function diagonal({ plots }: Sheet, top: number): Markish[] {
  return [
    plots.link([{}], {
      x1: [0],
      y1: [0],
      x2: [top],
      y2: [top],
      stroke: "var(--ink)",
      strokeOpacity: 0.55,
      strokeDasharray: "3 3",
    }),
    plots.text(["as predicted"], { ...SMALL_LETTERS, x: [top], y: [top], textAnchor: "end", dx: -12, dy: 2 }),
  ];
}

/** Dots with whiskers beside the diagonal; both axes span the same. */
export function drawCalibrationPlot(plot: CalibrationPlot, sheet: Sheet): PlotOptions {
  const { bins } = plot;
  const top = Math.min(1, extent([0, ...bins.flatMap((bin) => [bin.score, bin.high])])[1] * 1.04);
  const x = { label: "Mean score", unit: "percent", domain: [0, top] } as const;
  const y = { label: `Share ${plot.outcome}`, unit: "percent", domain: [0, top] } as const;
  const points = { x: bins.map((bin) => bin.score), y: bins.map((bin) => bin.observed) };
  const size = Math.min(sheet.width, 480);
  return {
    ...sheetOptions({ ...sheet, width: size }),
    height: size - 40,
    marginLeft: marginFor(y),
    marginRight: 18,
    marginTop: 34,
    marginBottom: 48,
    x: { domain: x.domain },
    y: { domain: y.domain },
    marks: [
      ...axisLeft(sheet, y, 34),
      axisBelow(sheet, x, { ticks: 5 }),
      ...diagonal(sheet, top),
      sheet.plots.line(bins, { ...points, stroke: "var(--accent)", strokeOpacity: 0.45, strokeWidth: 1.5 }),
      sheet.plots.ruleX(bins, {
        x: points.x,
        y1: bins.map((b) => b.low),
        y2: bins.map((b) => b.high),
        stroke: "var(--accent)",
        strokeWidth: 1.75,
      }),
      sheet.plots.dot(bins, { ...points, r: 4.5, fill: "var(--accent)" }),
    ],
  };
}
