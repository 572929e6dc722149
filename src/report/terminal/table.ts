import { type ShownColumn, showTable, type Table } from "../blocks/table.ts";
import type { Shown } from "../format.ts";
import { cleanText, padText, textWidth, wrapText } from "../text.ts";
import { type Screen, tagText } from "./paint.ts";

const GAP = "  ";
/** A column is not made narrower than this. */
const LEAST = 6;
/** As long as numbers can still stay whole, a column of words is not made narrower than this. */
const LEAST_WORDS = 12;

function cellText(cell: Shown | undefined): string {
  return cell === undefined ? "" : cell.text + tagText(cell.basis);
}

function naturalWidth(column: ShownColumn): number {
  return Math.max(textWidth(cleanText(column.name)), ...column.cells.map((cell) => textWidth(cellText(cell))));
}

/** The strokes before a name in a tree; a name that wraps goes on beside them. */
const BRANCH = /^[│\s]*[├└]─\s/;

function branchOf(text: string): string {
  return BRANCH.exec(text)?.[0] ?? "";
}

/** A name that a reader copies, such as `mdl_0123456789abcdef`: broken in two it is of no use. */
const ID = /^\S*[a-z]_(?=\S*\d)\w+\S*$/i;

/** How wide the widest word of a column is, of those that `counts` takes; 0 without any. */
function wordWidth({ name, cells }: ShownColumn, counts: (word: string) => boolean): number {
  const texts = [cleanText(name), ...cells.map(cellText)];
  const widths = texts.flatMap((text) => {
    const branch = branchOf(text).length;
    const words = text.slice(branch).split(" ").filter(counts);
    return words.map((word) => branch + textWidth(word));
  });
  return Math.max(0, ...widths);
}

/** Takes columns of width away, always from the widest one that is above its own least. */
function shrink(widths: readonly number[], excess: number, least: readonly number[]): number[] {
  const out = [...widths];
  const gives = (i: number): boolean => (out[i] ?? 0) > (least[i] ?? LEAST);
  for (let left = excess; left > 0; left--) {
    const widest = Math.max(...out.filter((_, i) => gives(i)), 0);
    if (widest === 0) break;
    const at = out.findIndex((width, i) => width === widest && gives(i));
    out[at] = widest - 1;
  }
  return out;
}

/** A longer word than this, which is no id, may be broken: a path, a checksum. */
const LONG_WORD = 24;

/** The least width at which a column breaks nothing that a person reads or copies. */
function wholeWidth(column: ShownColumn): number {
  const word = wordWidth(column, (one) => ID.test(one) || textWidth(one) <= LONG_WORD);
  return Math.min(naturalWidth(column), Math.max(LEAST, word));
}

/** The columns in as many parts as it takes to break no word; each part begins with the first column, which names the row. */
function inParts([first, ...rest]: readonly ShownColumn[], room: number): readonly (readonly ShownColumn[])[] {
  if (first === undefined) return [[]];
  let used = Number.POSITIVE_INFINITY;
  const parts: ShownColumn[][] = [];
  for (const column of rest) {
    const more = GAP.length + wholeWidth(column);
    if (used + more > room) {
      parts.push([first]);
      used = wholeWidth(first);
    }
    parts.at(-1)?.push(column);
    used += more;
  }
  return parts.length === 0 ? [[first]] : parts;
}

/** Column widths that fit: words wrap first, then numbers; a word is broken, and last of all an id, when it must be. */
function fitWidths(columns: readonly ShownColumn[], room: number): number[] {
  const natural = columns.map(naturalWidth);
  const ids = columns.map((column) =>
    Math.max(
      LEAST,
      wordWidth(column, (word) => ID.test(word)),
    ),
  );
  const whole = columns.map(wholeWidth);
  const wrapped = columns.map(({ align }, i) =>
    align === "left" ? Math.max(LEAST_WORDS, whole[i] ?? LEAST) : (natural[i] ?? LEAST),
  );
  return [wrapped, whole, ids, columns.map(() => LEAST)].reduce((widths, least) => {
    const excess = widths.reduce((sum, width) => sum + width, 0) - room;
    return shrink(widths, excess, least);
  }, natural);
}

type Ink = (text: string) => string;

interface Cell {
  readonly text: string;
  readonly width: number;
  readonly align: "left" | "right";
  readonly ink: Ink;
}

function wrapCell({ text, width }: Cell): readonly string[] {
  const branch = branchOf(text);
  const beside = branch.replace("├─", "│ ").replace("└─", "  ");
  const lines = wrapText(text.slice(branch.length), Math.max(LEAST, width - branch.length));
  return lines.map((line, i) => (i === 0 ? branch : beside) + line);
}

function rowLines(cells: readonly Cell[]): string[] {
  const wrapped = cells.map(wrapCell);
  const height = Math.max(1, ...wrapped.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) => {
    const parts = cells.map(({ width, align, ink }, i) => ink(padText(wrapped[i]?.[line] ?? "", width, align)));
    return `  ${parts.join(GAP)}`.trimEnd();
  });
}

/** A table in aligned columns. In a narrow window cells wrap, then columns that do not fit come below, with the first again. */
export function tableLines(table: Table, screen: Screen): string[] {
  const parts = inParts(showTable(table), screen.width - 2);
  const caption = table.caption === undefined ? [] : [`  ${screen.paint.strong(cleanText(table.caption))}`];
  return [
    ...caption,
    ...parts.flatMap((columns, i) => [...(i === 0 ? [] : [""]), ...partLines(columns, table.rows.length, screen)]),
  ];
}

function partLines(columns: readonly ShownColumn[], height: number, { width, paint }: Screen): string[] {
  const widths = fitWidths(columns, width - 2 - GAP.length * (columns.length - 1));
  const inkOf = (cell: Shown | undefined): Ink => {
    if (cell?.missing === true) return paint.quiet;
    return cell?.tone === undefined ? (text) => text : (text) => paint.tone(cell.tone ?? "neutral", text);
  };
  const line = (pick: (column: ShownColumn) => { text: string; ink: Ink }): string[] =>
    rowLines(columns.map((column, i) => ({ ...pick(column), width: widths[i] ?? LEAST, align: column.align })));
  const rule = paint.quiet(`  ${widths.map((w) => "─".repeat(w)).join(GAP)}`);
  const rows = Array.from({ length: height }).flatMap((_, row) =>
    line(({ cells }) => ({ text: cellText(cells[row]), ink: inkOf(cells[row]) })),
  );
  return [...line(({ name }) => ({ text: cleanText(name), ink: paint.quiet })), rule, ...rows];
}
