import type { Tone } from "../values.ts";

const LEVELS = "▁▂▃▄▅▆▇█";
const EIGHTHS = " ▏▎▍▌▋▊▉";
const DOTS: Readonly<Record<Tone, string>> = { good: "●", neutral: "●", bad: "◆", unknown: "○" };

/** Where a scale begins and ends, and over how many columns. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  readonly columns: number;
}

/** The column of a value, clamped to the scale. */
export function columnOf(value: number, { low, high, columns }: Scale): number {
  const share = high > low ? (value - low) / (high - low) : 0.5;
  return Math.min(columns - 1, Math.max(0, Math.round(share * (columns - 1))));
}

/** `├──●──┤` on a scale, with a dotted mark where the reference runs. */
export function whisker(
  item: { readonly value: number; readonly low: number; readonly high: number; readonly tone?: Tone },
  scale: Scale,
  reference?: number,
): string {
  const cells = emptyRow(scale, reference).split("");
  const [from, to] = [columnOf(item.low, scale), columnOf(item.high, scale)];
  for (let at = from; at <= to; at++) cells[at] = "─";
  const crossed = reference === undefined ? -1 : columnOf(reference, scale);
  if (crossed > from && crossed < to) cells[crossed] = "┼";
  cells[from] = "├";
  cells[to] = "┤";
  cells[columnOf(item.value, scale)] = DOTS[item.tone ?? "neutral"];
  return cells.join("");
}

/** A row of the scale with nothing on it but the reference. */
function emptyRow(scale: Scale, reference?: number): string {
  const cells = Array.from({ length: scale.columns }, () => " ");
  if (reference !== undefined) cells[columnOf(reference, scale)] = "┆";
  return cells.join("");
}

/** A bar of `share` of the columns, to an eighth of a column. */
export function bar(share: number, columns: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * columns * 8);
  const part = eighths % 8 === 0 ? "" : (EIGHTHS[eighths % 8] ?? "");
  return "█".repeat(Math.floor(eighths / 8)) + part;
}

/** A bar from zero to either side, on a scale that holds zero: `███┆` below it, `┆███` above. */
export function signedBar(value: number, scale: Scale): string {
  const [zero, end] = [columnOf(0, scale), columnOf(value, scale)];
  const left = Math.min(zero, end);
  const cells = `${" ".repeat(left)}${"█".repeat(zero - left)}┆${"█".repeat(Math.max(0, end - zero))}`;
  return cells.padEnd(scale.columns);
}

/** Values as a row of small bars between `low` and `high`; a value that is not finite leaves a gap. */
export function sparkline(values: readonly number[], low: number, high: number): string {
  const level = (value: number): string => {
    if (!Number.isFinite(value)) return " ";
    const share = high > low ? (value - low) / (high - low) : 0.5;
    return LEVELS[Math.min(LEVELS.length - 1, Math.max(0, Math.floor(share * LEVELS.length)))] ?? " ";
  };
  return values.map(level).join("");
}

type Point = readonly [number, number];

/** The height at x of the line from one point to the next; not a number when either end is not. */
function between([x0, y0]: Point, [x1, y1]: Point, x: number): number {
  if (x <= x0) return y0;
  if (x >= x1) return y1;
  return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
}

/** A line through points read off at `columns` even steps; a point that is not finite leaves a gap around itself. */
export function resample(points: readonly Point[], columns: number): number[] {
  const sorted = points.filter(([x]) => Number.isFinite(x)).sort((a, b) => a[0] - b[0]);
  const [first, last] = [sorted[0], sorted[sorted.length - 1]];
  if (first === undefined || last === undefined) return [];
  let i = 0;
  return Array.from({ length: columns }, (_, column) => {
    const x = first[0] + ((last[0] - first[0]) * column) / Math.max(1, columns - 1);
    while (i < sorted.length - 2 && (sorted[i + 1]?.[0] ?? x) < x) i++;
    return between(sorted[i] ?? first, sorted[i + 1] ?? last, x);
  });
}
