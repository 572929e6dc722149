import type { Reference } from "../blocks/axis.ts";
import { cleanText, cutText, padText, textWidth, wrapText } from "../text.ts";
import type { Screen } from "./paint.ts";
import type { Scale } from "./strokes.ts";

/** A row of a plot: its name, its drawing and its numbers in words. */
export interface Row {
  readonly name: string;
  readonly words: string;
  /** The row's drawing, painted; absent when there is nothing to draw. */
  draw?(columns: number): string;
}

const LEAST_DRAWING = 16;
const MOST_DRAWING = 48;
const MOST_NAME = 32;

/** How wide names, drawing and words are, and whether each row takes two lines because one is too short. */
export interface Layout {
  readonly names: number;
  readonly drawing: number;
  readonly stacked: boolean;
}

export function layoutRows(rows: readonly Row[], width: number): Layout {
  const names = Math.min(MOST_NAME, Math.max(0, ...rows.map((row) => textWidth(cleanText(row.name)))));
  const words = Math.max(0, ...rows.map((row) => (row.draw === undefined ? 0 : textWidth(row.words))));
  const room = width - 2 - names - words - 4;
  const stacked = room < LEAST_DRAWING;
  return { names, stacked, drawing: Math.max(4, Math.min(MOST_DRAWING, stacked ? width - 4 : room)) };
}

/** Name and words on one line when they fit, else under each other; the drawing below. */
function stackedLines(row: Row, layout: Layout, width: number): string[] {
  const name = cleanText(row.name);
  const room = width - 3 - textWidth(row.words);
  const head =
    textWidth(name) <= room
      ? [`  ${padText(name, room)} ${row.words}`]
      : [name, ...wrapText(row.words, width - 4).map((line) => `  ${line}`)].map(
          (line) => `  ${cutText(line, width - 2)}`,
        );
  return row.draw === undefined ? head : [...head, `    ${row.draw(layout.drawing)}`];
}

/** Rows under each other: name, drawing, words. */
export function rowsLines(rows: readonly Row[], { width, paint }: Screen): string[] {
  const layout = layoutRows(rows, width);
  return rows.flatMap((row) => {
    if (layout.stacked) return stackedLines(row, layout, width);
    const name = padText(cutText(cleanText(row.name), layout.names), layout.names);
    if (row.draw === undefined) return [`  ${name}  ${paint.quiet(cutText(row.words, width - layout.names - 4))}`];
    return [`  ${name}  ${row.draw(layout.drawing)}  ${row.words}`];
  });
}

/** What stands under the drawings: both ends of the scale, and what the dotted mark means. */
export function scaleLines(
  ends: { readonly low: string; readonly high: string; readonly reference?: Reference | undefined },
  layout: Layout,
  { width, paint }: Screen,
): string[] {
  const indent = " ".repeat(layout.stacked ? 4 : layout.names + 4);
  const room = Math.max(1, layout.drawing - textWidth(ends.low));
  const mark = ends.reference === undefined ? [] : [`┆ ${cleanText(ends.reference.label)}`];
  return [ends.low + padText(ends.high, room, "right"), ...mark].map((line) =>
    paint.quiet(indent + cutText(line, width - indent.length)),
  );
}

export function scaleOf([low, high]: readonly [number, number], columns: number): Scale {
  return { low, high, columns };
}
