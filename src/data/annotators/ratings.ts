import { defineError, type ErrorConstructor } from "../../kernel/index.ts";
import { type Column, cell, column, hasColumn, isMissing, type Table } from "../table.ts";

/** Who said what of which item: one entry for each label that somebody gave. */
export interface Ratings {
  readonly items: readonly string[];
  readonly annotators: readonly string[];
  /** In order of their names; of numbers, in order of size. */
  readonly classes: readonly string[];
  /** Of each rating the place of its item, its annotator and its class. */
  readonly item: Int32Array;
  readonly annotator: Int32Array;
  readonly label: Int32Array;
}

/** The columns of a table with one row for each rating. */
export interface RatingColumns {
  readonly item: string;
  readonly annotator: string;
  readonly label: string;
}

export const ratingsInvalid: ErrorConstructor<{ readonly problem: string }> = defineError("data.ratings-invalid", {
  headline: "No ratings of several annotators",
  message: ({ problem }: { readonly problem: string }) =>
    `Ratings need a column for the item, one for who rated it and one for the label. ${problem}`,
});

/**
 * Reads ratings; a row that lacks the item, the annotator or the label is none, and of an annotator's several ratings of an
 * item the last one counts. Throws `data.ratings-invalid` without a column, or with fewer than two classes.
 */
export function ratingsOf(table: Table, columns: RatingColumns): Ratings {
  const missing = Object.values(columns).find((name) => !hasColumn(table, name));
  if (missing !== undefined) throw ratingsInvalid({ problem: `There is no column \`${missing}\`.` });
  const items = column(table, columns.item);
  const annotators = column(table, columns.annotator);
  const labels = column(table, columns.label);
  const rows = lastOfEach(table.rows, [items, annotators, labels]);
  const [item, annotator] = [placesIn(items, rows), placesIn(annotators, rows)];
  const label = placesIn(labels, rows, true);
  if (label.names.length < 2)
    throw ratingsInvalid({
      problem: `\`${columns.label}\` must hold at least two different labels. Got ${label.names.length}.`,
    });
  return {
    items: item.names,
    annotators: annotator.names,
    classes: label.names,
    item: item.places,
    annotator: annotator.places,
    label: label.places,
  };
}

function lastOfEach(count: number, [items, annotators, labels]: readonly [Column, Column, Column]): readonly number[] {
  const last = new Map<string, number>();
  for (let row = 0; row < count; row++) {
    if ([items, annotators, labels].some((one) => isMissing(one, row))) continue;
    last.set(`${cell(items, row)}\u0000${cell(annotators, row)}`, row);
  }
  return [...last.values()];
}

interface Places {
  readonly names: readonly string[];
  readonly places: Int32Array;
}

function placesIn(from: Column, rows: readonly number[], sorted = false): Places {
  const cells = rows.map((row) => cell(from, row));
  const distinct = [...new Set(cells)];
  if (sorted)
    distinct.sort((a, b) => (typeof a === "number" && typeof b === "number" ? a - b : String(a) < String(b) ? -1 : 1));
  const place = new Map(distinct.map((value, i) => [value, i]));
  return { names: distinct.map(String), places: Int32Array.from(cells, (value) => place.get(value) ?? 0) };
}

/** How often each item was given each class: items × classes, item by item. */
export function votesOf({ items, classes, item, label }: Ratings): Float64Array {
  const votes = new Float64Array(items.length * classes.length);
  for (let i = 0; i < item.length; i++) {
    const at = (item[i] as number) * classes.length + (label[i] as number);
    votes[at] = (votes[at] as number) + 1;
  }
  return votes;
}
