import { cleanText, cutText, type Paint, padText, textWidth } from "../../../report/index.ts";

/** How a piece of a line is set. */
export type Ink = "plain" | "strong" | "quiet" | "accent" | "head" | "good" | "bad" | "unknown";

/** A piece of a line. */
export interface Span {
  readonly text: string;
  readonly ink: Ink;
}

/** One line: what stands on the left, and what stands flush right. */
export interface Line {
  readonly left: readonly Span[];
  /** Stays whole while the left is cut; left out where hardly anything of the left would stay. */
  readonly right?: readonly Span[];
}

/** A piece of text; control characters of whoever named things are taken out. */
export function span(text: string, ink: Ink = "plain"): Span {
  return { text: cleanText(text), ink };
}

/** Columns that must stay for the left, else the right goes. */
const LEAST_LEFT = 24;

/** A line in so many columns at most. */
export function drawLine({ left, right = [] }: Line, width: number, paint: Paint): string {
  const flush = widthOf(right);
  if (flush === 0 || width - flush - 2 < Math.min(LEAST_LEFT, widthOf(left))) return draw(cutSpans(left, width), paint);
  const kept = cutSpans(left, width - flush - 2);
  return draw([...kept, span(" ".repeat(width - flush - widthOf(kept))), ...right], paint);
}

/** Columns that pieces take. */
export function widthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { text }) => sum + textWidth(text), 0);
}

/** As much of the pieces as fits, with an ellipsis where something was lost. */
function cutSpans(spans: readonly Span[], width: number): readonly Span[] {
  if (widthOf(spans) <= width) return spans;
  const kept: Span[] = [];
  let room = width;
  for (const one of spans) {
    const taken = textWidth(one.text);
    if (taken >= room) return [...kept, { ...one, text: cutText(`${one.text} `, Math.max(1, room)) }];
    kept.push(one);
    room -= taken;
  }
  return kept;
}

function draw(spans: readonly Span[], paint: Paint): string {
  return spans
    .map(({ text, ink }) => inked(text, ink, paint))
    .join("")
    .trimEnd();
}

function inked(text: string, ink: Ink, paint: Paint): string {
  if (ink === "plain" || text.trim() === "") return text;
  if (ink === "head") return paint.accent(paint.strong(text));
  if (ink === "strong" || ink === "quiet" || ink === "accent") return paint[ink](text);
  return paint.tone(ink, text);
}

/** A label in a column of its own. */
export function label(text: string, width: number): Span {
  return span(`  ${padText(text, width)}  `, "quiet");
}
