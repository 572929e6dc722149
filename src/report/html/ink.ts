import { cutText, textWidth } from "../text.ts";
import type { Tone } from "../values.ts";

export interface Stroke {
  readonly stroke: string;
  readonly dash?: string;
}

const STROKES: readonly Stroke[] = [
  { stroke: "var(--accent)" },
  { stroke: "var(--second)" },
  { stroke: "var(--accent)", dash: "6 4" },
  { stroke: "var(--second)", dash: "6 4" },
  { stroke: "var(--accent)", dash: "1.5 3.5" },
  { stroke: "var(--second)", dash: "1.5 3.5" },
];

/** The line of the n-th series: the accent first, then grey, then the same two dashed and dotted. */
export function strokeOf(index: number): Stroke {
  return STROKES[index % STROKES.length] ?? { stroke: "var(--accent)" };
}

/** How a dot is drawn. */
export interface Mark {
  readonly colour: string;
  readonly symbol: string;
  readonly hollow: boolean;
}

/** Colour and shape of a dot: shape says the tone too, for those who do not see the colour. */
export function markOf(tone: Tone = "neutral"): Mark {
  const colours = { good: "var(--good)", bad: "var(--bad)", unknown: "var(--muted)", neutral: "var(--accent)" };
  return { colour: colours[tone], symbol: tone === "bad" ? "diamond" : "circle", hollow: tone === "unknown" };
}

const GROUPS: readonly Mark[] = [
  { colour: "var(--accent)", symbol: "circle", hollow: false },
  { colour: "var(--second)", symbol: "square", hollow: false },
  { colour: "var(--accent)", symbol: "triangle", hollow: true },
  { colour: "var(--second)", symbol: "diamond", hollow: true },
  { colour: "var(--accent)", symbol: "square", hollow: true },
  { colour: "var(--second)", symbol: "circle", hollow: true },
];

/** The dot of the n-th group: its shape and filling tell it apart, and not its colour alone. */
export function groupMark(index: number): Mark {
  return GROUPS[index % GROUPS.length] ?? { colour: "var(--accent)", symbol: "circle", hollow: false };
}

const FONT_SIZE = 12.5;

interface Letters {
  readonly fontSize: number;
  readonly fill: string;
  readonly stroke: string;
  readonly strokeWidth: number;
}

/** Style shared by all texts of a plot; the halo keeps letters readable over lines. */
export const LETTERS: Letters = { fontSize: FONT_SIZE, fill: "var(--ink)", stroke: "var(--paper)", strokeWidth: 3 };

/** The same, smaller and quieter: axes and references. */
export const SMALL_LETTERS: Letters = { ...LETTERS, fontSize: 12, fill: "var(--muted)" };

/** About how many pixels a text takes in a plot's letters: generous, since the reader's font is unknown. */
export function inkWidth(text: string): number {
  return textWidth(text) * FONT_SIZE * 0.56;
}

/** A name short enough for `room` pixels. */
export function fitName(name: string, room: number): string {
  return cutText(name, Math.max(4, Math.floor(room / (FONT_SIZE * 0.56))));
}
