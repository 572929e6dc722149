import type { PlotOptions } from "@observablehq/plot";
import { onAxis } from "../../blocks/axis.ts";
import type { BarPlot } from "../../blocks/bar-plot.ts";
import type { Sheet } from "../pen.ts";
import { layRows } from "./rows.ts";

/** A level bar per row. */
export function drawBarPlot(plot: BarPlot, sheet: Sheet): PlotOptions {
  const values = plot.bars.map((bar) => bar.value);
  const half = sheet.narrow ? 0.12 : 0.26;
  return layRows(sheet, {
    axis: plot.value,
    fromZero: true,
    values,
    rows: plot.bars.map(({ name, value }) => {
      const words = onAxis(plot.value, value);
      return { name, words, short: words, missing: false };
    }),
    marks: [
      sheet.plots.rect(values, {
        x1: values.map(() => 0),
        x2: values,
        y1: values.map((_, i) => i - half),
        y2: values.map((_, i) => i + half),
        fill: "var(--accent)",
        rx: 1.5,
      }),
      sheet.plots.ruleX([0], { stroke: "var(--muted)" }),
    ],
  });
}
