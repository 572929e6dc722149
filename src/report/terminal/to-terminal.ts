import type { Block, Document, Section } from "../document.ts";
import { cleanText, textWidth, wrapText } from "../text.ts";
import { openPaint, type Screen } from "./paint.ts";
import { plotLines } from "./plots.ts";
import { calloutLines, keyValueLines, listLines, proseLines } from "./prose.ts";
import { tableLines } from "./table.ts";

export interface TerminalOptions {
  /** Columns of the window. Below 32 it is treated as 32. */
  readonly width: number;
  /** Whether escape codes may be used. Without it there is not one. */
  readonly colour: boolean;
  /** Whether sections for the curious are shown too. Default `false`. */
  readonly detail?: boolean;
  /** What shows them, such as `--detail`, for the line that says how many there are. Default: it is not told. */
  readonly detailBy?: string;
}

const LEAST_WIDTH = 32;
const MARKS = { good: "✓", bad: "✕", unknown: "?", neutral: "–" } as const;

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

function blockLines(block: Block, screen: Screen): string[] {
  switch (block.kind) {
    case "paragraph":
      return indented(proseLines(block.text, screen.width - 2));
    case "command-line":
      return [cleanText(block.text)];
    case "list":
      return listLines(block, screen);
    case "key-value":
      return keyValueLines(block, screen);
    case "table":
      return tableLines(block, screen);
    case "callout":
      return calloutLines(block, screen);
    default:
      return plotLines(block, screen);
  }
}

function headParts({ title, subtitle, verdict, summary }: Document, { width, paint }: Screen): string[][] {
  const heads = wrapText(cleanText(title), width);
  const rule = "═".repeat(Math.max(...heads.map(textWidth)));
  const under = subtitle === undefined ? [] : proseLines(subtitle, width).map((line) => paint.quiet(line));
  const parts = [[...heads.map((line) => paint.strong(line)), paint.accent(rule), ...under]];
  if (verdict !== undefined) {
    const lines = proseLines(verdict.text, width - 2).map((line) => paint.strong(line));
    const mark = paint.tone(verdict.tone, MARKS[verdict.tone]);
    parts.push(lines.map((line, i) => `${i === 0 ? mark : " "} ${line}`));
  }
  return [...parts, ...summary.map((sentence) => proseLines(sentence, width))];
}

function sectionParts(section: Section, screen: Screen): string[][] {
  const { paint, width } = screen;
  const heads = wrapText(cleanText(section.title), width);
  const rule = paint.quiet("─".repeat(Math.max(...heads.map(textWidth))));
  const lead = section.lead === undefined ? [] : proseLines(section.lead, width).map((line) => paint.quiet(line));
  const head = [...heads.map((line) => paint.accent(paint.strong(line))), rule, ...lead];
  return [head, ...section.blocks.map((block) => blockLines(block, screen))];
}

/** The report as text for a terminal: wrapped, aligned, plots drawn in letters. Ends with a newline. */
export function toTerminal(document: Document, options: TerminalOptions): string {
  const width = Math.max(LEAST_WIDTH, Math.floor(options.width));
  const screen: Screen = { width, paint: openPaint(options.colour) };
  const shown = document.sections.filter((section) => options.detail === true || section.detail !== true);
  const hidden = document.sections.length - shown.length;
  const by = options.detailBy === undefined ? "" : `: ${options.detailBy} shows ${hidden === 1 ? "it" : "them"}`;
  const more = `${hidden} more section${hidden === 1 ? "" : "s"} in detail${by}`;
  const parts = [
    ...headParts(document, screen),
    ...shown.flatMap((section) => sectionParts(section, screen)),
    ...(hidden === 0 ? [] : [[screen.paint.quiet(more)]]),
  ];
  return `${parts.map((lines) => lines.map((line) => line.trimEnd()).join("\n")).join("\n\n")}\n`;
}
