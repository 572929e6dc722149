import { formatNumber } from "../format-number.ts";
import { extent, type PlotFrame } from "./axis.ts";
import { type Table, table } from "./table.ts";

/** One upright axis of many. */
export interface ParallelAxis {
  readonly name: string;
  /** Equal steps are equal ratios; only where every number is above 0. Default `false`. */
  readonly log?: boolean;
}

/** One thing compared: a value for each axis, a number or a word, or none. */
export interface ParallelLine {
  readonly name: string;
  readonly values: readonly (number | string | null)[];
  /** Drawn in front, and named. Default `false`. */
  readonly best?: boolean;
}

/** Many things by many properties at a glance: a line for each, across one upright axis for each property. */
export interface ParallelPlot extends PlotFrame {
  readonly kind: "parallel-plot";
  readonly axes: readonly ParallelAxis[];
  /** The best first: the first tenth of them is told apart. */
  readonly lines: readonly ParallelLine[];
}

export function parallelPlot(plot: Omit<ParallelPlot, "kind">): ParallelPlot {
  return Object.freeze({ ...plot, kind: "parallel-plot" });
}

/** An axis with its ends settled. */
export interface SettledAxis {
  readonly name: string;
  /** Whether words stand along it, which have no order. */
  readonly isWords: boolean;
  /** What stands along it: the ends of a range, its only number, or every word. */
  readonly ticks: readonly { readonly place: number; readonly text: string }[];
  /** Where a value lies, 0 to 1; null for none. */
  place(value: number | string | null | undefined): number | null;
}

/** The plot's axes, each spanning what its lines need. */
export function settleAxes({ axes, lines }: ParallelPlot): readonly SettledAxis[] {
  return axes.map((axis, i) => {
    const values = lines.map(({ values }) => values[i] ?? null);
    const words = [...new Set(values.filter((value) => typeof value === "string"))].sort();
    return words.length > 0 ? wordAxis(axis, words) : numberAxis(axis, values);
  });
}

function wordAxis({ name }: ParallelAxis, words: readonly string[]): SettledAxis {
  const at = (index: number): number => (index + 0.5) / words.length;
  return {
    name,
    isWords: true,
    ticks: words.map((text, i) => ({ place: at(i), text })),
    place: (value) =>
      value === null || value === undefined || !words.includes(String(value)) ? null : at(words.indexOf(String(value))),
  };
}

function numberAxis({ name, log = false }: ParallelAxis, values: readonly (number | string | null)[]): SettledAxis {
  const numbers = values.filter((value) => typeof value === "number" && Number.isFinite(value)) as number[];
  const [only, ...others] = new Set(numbers);
  if (only !== undefined && others.length === 0) return pointAxis(name, only);
  const isLog = log && numbers.every((value) => value > 0);
  const scale = isLog ? Math.log : (value: number): number => value;
  const [low, high] = extent(numbers);
  const [from, to] = isLog && numbers.length === 0 ? [0, 1] : extent(numbers.map(scale));
  return {
    name,
    isWords: false,
    ticks: [low, high].map((end, i) => ({ place: i, text: wordEnd(end) })),
    place: (value) =>
      typeof value === "number" && Number.isFinite(value) ? (scale(value) - from) / (to - from) : null,
  };
}

/** An axis with one number on it: a range around it would be made up. */
function pointAxis(name: string, only: number): SettledAxis {
  const ticks = [{ place: 0.5, text: wordEnd(only) }];
  return { name, isWords: false, ticks, place: (value) => (value === only ? 0.5 : null) };
}

function wordEnd(value: number): string {
  return formatNumber(Number(value.toPrecision(3)), "number");
}

/** The lines that are told apart: the first tenth, at least one. */
export function frontLines({ lines }: ParallelPlot): number {
  return Math.max(1, Math.round(lines.length / 10));
}

/** The plot in a sentence. */
export function wordParallelPlot(plot: ParallelPlot): string {
  const [first] = plot.lines;
  const best = first === undefined ? "nothing to compare" : `The first is ${first.name}: ${wordLine(plot, first)}`;
  return `Parallel plot, ${plot.title}: ${plot.lines.length} compared by ${plot.axes.map(({ name }) => name).join(", ")}. ${best}.`;
}

function wordLine({ axes }: ParallelPlot, { values }: ParallelLine): string {
  return axes.map(({ name }, i) => `${name} ${wordCell(values[i])}`).join(", ");
}

function wordCell(value: number | string | null | undefined): string {
  if (typeof value === "number") return formatNumber(value, "number");
  return value ?? "none";
}

/** The numbers behind the plot. */
export function parallelPlotNumbers({ axes, lines }: ParallelPlot): Table {
  return table(
    ["", ...axes.map(({ name }) => name)],
    lines.map(({ name, values }) => [name, ...values.map((value) => value ?? "")]),
  );
}
