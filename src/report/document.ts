import type { Callout } from "./blocks/callout.ts";
import type { CommandLine } from "./blocks/command-line.ts";
import type { KeyValues } from "./blocks/key-value.ts";
import type { List } from "./blocks/list.ts";
import type { Paragraph } from "./blocks/paragraph.ts";
import type { Plot } from "./blocks/plot.ts";
import type { Table } from "./blocks/table.ts";
import type { Tone } from "./values.ts";

/** Everything that a report can contain. A closed set: each surface draws every kind. */
export type Block = Paragraph | CommandLine | List | KeyValues | Table | Callout | Plot;

/** The one sentence that the reader came for. */
export interface Verdict {
  readonly tone: Tone;
  readonly text: string;
}

export interface Section {
  readonly title: string;
  /** One or two sentences that say what the section shows. */
  readonly lead?: string;
  readonly blocks: readonly Block[];
  /** For the curious: folded in HTML, left out of the terminal unless asked for. Default `false`. */
  readonly detail?: boolean;
}

/** A report as plain immutable data, drawn by `toHtml`, `toTerminal` and `toJson`. All texts are plain text. */
export interface Document {
  readonly title: string;
  readonly subtitle?: string;
  /** The short summary for a person in a hurry; it comes first. */
  readonly summary: readonly string[];
  readonly verdict?: Verdict;
  readonly sections: readonly Section[];
}
