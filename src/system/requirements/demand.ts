import type { Requirements } from "../../objective/index.ts";

/** Something that a word of the requirements demands of the rest of the file, and how it stands. */
export interface Demand {
  readonly word: keyof Requirements;
  /** What has to be so, in a sentence. */
  readonly demand: string;
  readonly met: boolean;
  /** What there is, in a sentence. */
  readonly found: string;
  /** What to do. Absent where it is met. */
  readonly advice?: string;
  /** Whether the system may not run like this; else it is a warning. */
  readonly refuses: boolean;
}

interface Draft {
  readonly word: keyof Requirements;
  readonly demand: string;
  readonly found: string;
  /** What to do; undefined where the demand is met. */
  readonly advice: string | undefined;
  readonly refuses?: boolean;
}

/** A demand, which is met where there is nothing to do. */
export function demandOf({ advice, refuses = false, ...draft }: Draft): Demand {
  return Object.freeze({ ...draft, met: advice === undefined, refuses, ...(advice === undefined ? {} : { advice }) });
}

const SHOWN = 5;

/** `a`, `b` and 3 more. */
export function named(names: readonly string[]): string {
  const quoted = names.slice(0, SHOWN).map((name) => `\`${name}\``);
  const more = names.length - quoted.length;
  return inWords.format(more > 0 ? [...quoted, `${more} more`] : quoted);
}

const inWords = new Intl.ListFormat("en", { type: "conjunction" });
