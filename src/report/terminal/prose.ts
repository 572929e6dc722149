import type { Callout } from "../blocks/callout.ts";
import type { KeyValues } from "../blocks/key-value.ts";
import type { List } from "../blocks/list.ts";
import { show } from "../format.ts";
import { cleanText, padText, textWidth, wrapText } from "../text.ts";
import { type Screen, tagText } from "./paint.ts";

/** Longer lines are hard to read, however wide the window. */
const MEASURE = 88;

/** Running text, wrapped at a readable measure. */
export function proseLines(text: string, width: number): string[] {
  return wrapText(cleanText(text), Math.min(width, MEASURE));
}

function hanging(mark: string, lines: readonly string[]): string[] {
  return lines.map((line, i) => (i === 0 ? mark : " ".repeat(textWidth(mark))) + line);
}

export function listLines({ items, ordered }: List, { width, paint }: Screen): string[] {
  return items.flatMap((item, i) => {
    const mark = ordered === true ? `${String(i + 1).padStart(String(items.length).length)}. ` : "• ";
    const lines = proseLines(item, width - mark.length - 2);
    return hanging(`  ${mark}`, lines).map((line, n) => (n === 0 ? line.replace(mark, paint.quiet(mark)) : line));
  });
}

export function keyValueLines({ entries }: KeyValues, { width, paint }: Screen): string[] {
  const column = Math.min(
    Math.max(0, ...entries.map(({ name }) => textWidth(cleanText(name)))),
    Math.floor(width * 0.4),
  );
  return entries.flatMap(({ name, value, note }) => {
    const { text, basis } = show(value);
    const room = width - column - 4;
    const values = wrapText(text + tagText(basis), room);
    const notes = note === undefined ? [] : proseLines(note, room).map((line) => paint.quiet(line));
    const names = wrapText(cleanText(name), column);
    const lines = [...values, ...notes];
    return Array.from({ length: Math.max(names.length, lines.length) }, (_, i) =>
      `  ${paint.quiet(padText(names[i] ?? "", column))}  ${lines[i] ?? ""}`.trimEnd(),
    );
  });
}

const CALLOUTS = {
  note: { word: "Note", tone: "neutral" },
  warning: { word: "Warning", tone: "unknown" },
  bad: { word: "Problem", tone: "bad" },
} as const;

export function calloutLines({ tone, title, text }: Callout, { width, paint }: Screen): string[] {
  const bar = paint.tone(CALLOUTS[tone].tone, "┃");
  const head = wrapText(cleanText(title ?? CALLOUTS[tone].word), width - 4);
  const lines = [...head.map((line) => paint.strong(line)), ...proseLines(text, width - 4)];
  return lines.map((line) => `  ${bar} ${line}`);
}
