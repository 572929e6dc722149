import { formatNumber } from "../format-number.ts";
import { type Axis, onAxis, type PlotFrame, type Reference } from "./axis.ts";
import { type Table, table } from "./table.ts";

/** Counts per bin of one group. */
export interface HistogramSeries {
  readonly name: string;
  /** One count per bin: one fewer than there are edges. */
  readonly counts: readonly number[];
}

/** How values are spread. With more than one series, shares are drawn so that groups of unequal size compare. */
export interface Histogram extends PlotFrame {
  readonly kind: "histogram";
  readonly x: Axis;
  /** The bins' bounds, ascending: bin i reaches from edge i to edge i + 1. */
  readonly edges: readonly number[];
  readonly series: readonly HistogramSeries[];
  readonly reference?: Reference;
}

export function histogram(plot: Omit<Histogram, "kind">): Histogram {
  return Object.freeze({ ...plot, kind: "histogram" });
}

/** One bar of the histogram. */
export interface HistogramBar {
  readonly from: number;
  readonly to: number;
  /** A count, or a share when there is more than one series. */
  readonly height: number;
}

/** The bars of one series. */
export function histogramBars(plot: Histogram, series: HistogramSeries): readonly HistogramBar[] {
  const total = series.counts.reduce((sum, n) => sum + n, 0);
  const scale = plot.series.length > 1 && total > 0 ? 1 / total : 1;
  return plot.edges.slice(1).map((to, i) => ({
    from: plot.edges[i] ?? to,
    to,
    height: (series.counts[i] ?? 0) * scale,
  }));
}

/** What the height of a bar means. */
export function heightAxis(plot: Histogram): Axis {
  return plot.series.length > 1 ? { label: "Share of group", unit: "percent" } : { label: "Count", unit: "count" };
}

function wordSeries(plot: Histogram, series: HistogramSeries): string {
  const bars = histogramBars(plot, series);
  const top = bars.reduce((best, bar) => (bar.height > best.height ? bar : best), { from: 0, to: 0, height: -1 });
  const total = series.counts.reduce((sum, n) => sum + n, 0);
  if (total === 0) return `${series.name} has no values`;
  const where = `${onAxis(plot.x, top.from)} to ${onAxis(plot.x, top.to)}`;
  return `${series.name}: ${formatNumber(total, "count")} values, most often ${where}`;
}

/** The plot in a sentence. */
export function wordHistogram(plot: Histogram): string {
  return `Histogram, ${plot.title}: ${plot.x.label}. ${plot.series.map((s) => wordSeries(plot, s)).join("; ")}.`;
}

/** The numbers behind the plot. */
export function histogramNumbers(plot: Histogram): Table {
  return table(
    [plot.x.label, ...plot.series.map(({ name }) => ({ name, unit: "count" as const }))],
    plot.edges
      .slice(1)
      .map((to, i) => [
        `${onAxis(plot.x, plot.edges[i] ?? to)} to ${onAxis(plot.x, to)}`,
        ...plot.series.map(({ counts }) => counts[i] ?? 0),
      ]),
  );
}
