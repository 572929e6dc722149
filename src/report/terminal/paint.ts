import picocolors from "picocolors";
import type { Basis, Tone } from "../values.ts";

/** The inks of a terminal. Without colour each gives its text back untouched. */
export interface Paint {
  strong(text: string): string;
  quiet(text: string): string;
  accent(text: string): string;
  tone(tone: Tone, text: string): string;
}

export function openPaint(colour: boolean): Paint {
  const inks = picocolors.createColors(colour);
  const tones = { good: inks.green, bad: inks.red, unknown: inks.yellow, neutral: (text: string) => text };
  return {
    strong: (text) => inks.bold(text),
    quiet: (text) => inks.dim(text),
    accent: (text) => inks.cyan(text),
    tone: (tone, text) => tones[tone](text),
  };
}

/** A basis as a tag after its value. */
export function tagText(basis: Basis | undefined): string {
  return basis === undefined ? "" : ` [${basis}]`;
}

/** What a drawing on a terminal needs to know. Width in columns. */
export interface Screen {
  readonly width: number;
  readonly paint: Paint;
}
