import {
  type Categories,
  type ColumnProfile,
  categoriesOf,
  countsBetween,
  isIdentifier,
  type NumberProfile,
  quantileOf,
  type TextProfile,
} from "../../data/index.ts";
import { isInsufficient } from "../../kernel/index.ts";
import { type Block, barPlot, histogram, paragraph, table, type Unit } from "../../report/index.ts";

const BINS = 30;
const MOST_BARS = 12;

/** One column as a plot: a histogram of numbers and times, bars of the most frequent values of the others. */
export function columnPlot(column: ColumnProfile): readonly Block[] {
  if (column.count === 0) return [];
  if (column.kind === "text" && isIdentifier(column)) return [shapeBars(column)];
  if (column.kind === "text" || column.kind === "flag") return [valueBars(column)];
  const edges = edgesOf([column]);
  if (edges.length < 2) return [];
  const series = [{ name: column.name, counts: countsIn(edges, column) }];
  return [
    histogram({ title: "How values are spread", x: { label: column.name, unit: unitOf(column) }, edges, series }),
    ...clipped(edges, [column]),
  ];
}

/** A column before and after in one plot; of texts and flags, the shares side by side. */
export function changePlot(
  before: ColumnProfile,
  after: ColumnProfile,
  [was, is]: readonly [string, string],
): readonly Block[] {
  if (before.count === 0 || after.count === 0 || before.kind !== after.kind) return [];
  if (before.kind === "text" || before.kind === "flag") return shareBlocks(categoriesOf(before, after), [was, is]);
  const pair = [before, after as NumberProfile] as const;
  const edges = edgesOf(pair);
  if (edges.length < 2) return [];
  const series = pair.map((column, i) => ({ name: i === 0 ? was : is, counts: countsIn(edges, column) }));
  return [
    histogram({ title: "How values are spread", x: { label: before.name, unit: unitOf(before) }, edges, series }),
    ...clipped(edges, pair),
  ];
}

function unitOf({ kind }: NumberProfile): Unit {
  return kind === "time" ? "time" : "number";
}

function valueBars(column: ColumnProfile): Block {
  const bars = column.values
    .slice(0, MOST_BARS)
    .map(({ value, count }) => ({ name: shown(column, value), value: count / column.count }));
  const told = bars.reduce((sum, { value }) => sum + value, 0);
  const rest = told < 0.999 && column.values.length > MOST_BARS ? [{ name: "all others", value: 1 - told }] : [];
  return barPlot({
    title: "The most frequent values",
    value: { label: "Share of rows", unit: "percent" },
    bars: [...bars, ...rest],
  });
}

/** Where nearly every row has a text of its own: what the texts look like. */
function shapeBars({ shapes, count }: TextProfile): Block {
  const bars = Object.entries(shapes).map(([name, rows]) => ({ name, value: rows / count }));
  return barPlot({ title: "What the texts look like", value: { label: "Share of rows", unit: "percent" }, bars });
}

/** A value as it is read: flags in words, an empty text as such. */
function shown({ kind }: Pick<ColumnProfile, "kind">, value: number | string): string {
  if (kind === "flag") return value === 1 ? "yes" : "no";
  const text = String(value);
  return text.trim() === "" ? "(blank)" : text.slice(0, 40);
}

function shareBlocks({ names, before, after }: Categories, [was, is]: readonly [string, string]): readonly Block[] {
  const [all, now] = [before, after].map((counts) => counts.reduce((sum, n) => sum + n, 0));
  const rows = names
    .map((name, i) => ({
      name: name === "…" ? "all others" : name,
      was: (before[i] ?? 0) / (all || 1),
      is: (after[i] ?? 0) / (now || 1),
    }))
    .filter((row) => row.was + row.is > 0)
    .sort((a, b) => Math.abs(b.is - b.was) - Math.abs(a.is - a.was))
    .slice(0, MOST_BARS);
  return [
    table(
      ["Value", { name: was, unit: "percent" }, { name: is, unit: "percent" }],
      rows.map((row) => [row.name, row.was, row.is]),
      { caption: "The values whose share changed most" },
    ),
  ];
}

/** Bounds of bins over the middle 99 % of all values; one bin for each whole number where these are few. */
function edgesOf(columns: readonly NumberProfile[]): readonly number[] {
  const low = Math.min(...columns.map(({ sample }) => quantileOf(sample, 0.005)));
  const high = Math.max(...columns.map(({ sample }) => quantileOf(sample, 0.995)));
  if (!(high > low)) return [];
  const isWhole = columns.every(
    ({ kind, numbers, count }) => kind === "number" && !isInsufficient(numbers) && numbers.whole === count,
  );
  if (!isWhole) return evenly(low, high, BINS);
  // Bins of so many whole numbers each, with bounds between them.
  const width = Math.ceil((high - low + 1) / (2 * BINS));
  const bins = Math.ceil((Math.ceil(high) - Math.floor(low) + 1) / width);
  return evenly(Math.floor(low) - 0.5, Math.floor(low) - 0.5 + bins * width, bins);
}

function evenly(low: number, high: number, bins: number): readonly number[] {
  return Array.from({ length: bins + 1 }, (_, i) => low + ((high - low) * i) / bins);
}

/** Rows in each bin, what was sampled scaled up. */
function countsIn(edges: readonly number[], { sample, count }: NumberProfile): readonly number[] {
  const scale = count / Math.max(1, sample.length);
  const inside = countsBetween(edges, sample)
    .slice(1, -1)
    .map((n) => Math.round(n * scale));
  // A value on the lowest bound belongs into the first bin.
  const lowest = countsBetween([edges[0] ?? 0], sample)[0] ?? 0;
  const below = countsBetween([(edges[0] ?? 0) - Number.EPSILON * Math.abs(edges[0] ?? 0)], sample)[0] ?? 0;
  return inside.map((n, i) => (i === 0 ? n + Math.round((lowest - below) * scale) : n));
}

function clipped(edges: readonly number[], columns: readonly NumberProfile[]): readonly Block[] {
  const isOut = columns.some(
    ({ numbers }) => !isInsufficient(numbers) && (numbers.min < (edges[0] ?? 0) || numbers.max > (edges.at(-1) ?? 0)),
  );
  return isOut ? [paragraph("The outermost values, at most one in a hundred, lie beyond the plot.")] : [];
}
