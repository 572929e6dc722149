import { type Axis, onAxis, type PlotFrame } from "./axis.ts";
import { type Table, table } from "./table.ts";

export interface Bar {
  readonly name: string;
  readonly value: number;
}

/** Level bars from zero, in the order given: importance, counts by kind. */
export interface BarPlot extends PlotFrame {
  readonly kind: "bar-plot";
  readonly value: Axis;
  readonly bars: readonly Bar[];
}

export function barPlot(plot: Omit<BarPlot, "kind">): BarPlot {
  return Object.freeze({ ...plot, kind: "bar-plot" });
}

/** The plot in a sentence. */
export function wordBarPlot(plot: BarPlot): string {
  const bars = plot.bars.map(({ name, value }) => `${name} ${onAxis(plot.value, value)}`).join("; ");
  return `Bar plot, ${plot.title}: ${plot.value.label}. ${bars}.`;
}

/** The numbers behind the plot. */
export function barPlotNumbers(plot: BarPlot): Table {
  return table(
    ["", { name: plot.value.label, unit: plot.value.unit ?? "number" }],
    plot.bars.map(({ name, value }) => [name, value]),
  );
}
