import type { Markish, PlotOptions } from "@observablehq/plot";
import { isInsufficient } from "../../../kernel/index.ts";
import { type IntervalItem, type IntervalPlot, wordItems } from "../../blocks/interval-plot.ts";
import { markOf } from "../ink.ts";
import type { Sheet } from "../pen.ts";
import { layRows } from "./rows.ts";

const CAP = 0.13;

function whisker({ plots }: Sheet, item: IntervalItem, y: number): Markish[] {
  if (isInsufficient(item.estimate)) return [];
  const { value, low, high } = item.estimate;
  const { colour, symbol, hollow } = markOf(item.tone);
  const line = { stroke: colour, strokeWidth: 1.75 };
  return [
    plots.link([{}], { x1: [low], x2: [high], y1: [y], y2: [y], ...line }),
    plots.link([{}, {}], { x1: [low, high], x2: [low, high], y1: [y - CAP, y - CAP], y2: [y + CAP, y + CAP], ...line }),
    plots.dot([{}], {
      x: [value],
      y: [y],
      r: 4.5,
      symbol: symbol as "circle",
      fill: hollow ? "var(--paper)" : colour,
      stroke: colour,
      strokeWidth: 1.75,
    }),
  ];
}

function reach({ estimate }: IntervalItem): readonly number[] {
  return isInsufficient(estimate) ? [] : [estimate.value, estimate.low, estimate.high];
}

/** A dot and a whisker per row. */
export function drawIntervalPlot(plot: IntervalPlot, sheet: Sheet): PlotOptions {
  const words = wordItems(plot);
  return layRows(sheet, {
    axis: plot.value,
    reference: plot.reference,
    fromZero: false,
    values: plot.items.flatMap(reach),
    rows: plot.items.map((item, i) => ({
      name: item.name,
      words: words[i]?.full ?? "",
      short: words[i]?.point ?? "",
      missing: isInsufficient(item.estimate),
    })),
    marks: plot.items.flatMap((item, y) => whisker(sheet, item, y)),
  });
}
