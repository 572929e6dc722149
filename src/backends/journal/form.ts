import { hashValue } from "../../kernel/index.ts";

/**
 * What the JSON texts of many envelopes have in common, and where they differ. A receipt of 2.4 kB, whose values stand in it two
 * and three times among the same names, takes 0.5 kB beside its form.
 */
export interface Form {
  /** Made of what the form says: whoever makes the same form names it the same. */
  readonly name: string;
  /** The text before the first value, between values, and after the last. */
  readonly pieces: readonly string[];
  /** Which of an envelope's own values stands in each gap between two pieces; from 1, because the first is the form's name. */
  readonly places: readonly number[];
  /** The form as text, for whoever keeps it beside the entries that were written by it. */
  readonly text: string;
}

/** A form of what it says. */
export function namedForm(pieces: readonly string[], places: readonly number[]): Form {
  const said = [pieces, places];
  return { name: hashValue(said).slice(0, 16), pieces, places, text: JSON.stringify(said) };
}

/** The form of a text. Throws a `SyntaxError` for text that is not JSON. */
export function readForm(name: string, text: string): Form {
  const [pieces, places] = JSON.parse(text) as [readonly string[], readonly number[]];
  return { name, pieces, places, text };
}

/** Whether a text was written by a form: a list of the form's name and the envelope's own values, where an envelope written out is an object. */
export function isFilledIn(text: string): boolean {
  return text.startsWith("[");
}

/** The name of the form by which a text was written. */
export function formNameIn(text: string): string {
  return text.slice(2, text.indexOf('"', 2));
}

/** The envelope's text, to the letter what it would have been written out. Throws where the values are not those of the form. */
export function writtenOut(text: string, { pieces, places }: Form): string {
  const values = text.slice(1, -1).match(VALUE) ?? [];
  let whole = pieces[0] ?? "";
  for (let i = 0; i < places.length; i++) {
    const value = values[places[i] as number];
    if (value === undefined) throw new SyntaxError("an entry lacks a value of its form");
    whole += value + pieces[i + 1];
  }
  return whole;
}

/** Texts, lists of no lists, and everything else that JSON has. */
const STRING = String.raw`"[^"\\]*(?:\\.[^"\\]*)*"`;
const VALUE = new RegExp(String.raw`${STRING}|\[(?:${STRING}|[^\]"])*\]|[^,"[]+`, "g");
