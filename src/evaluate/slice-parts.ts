import type { Column, NumericColumn, TextColumn } from "../data/index.ts";

/** Rows that are looked at together, and what they have in common. */
export interface Part {
  /** A value, `3.5 to below 7`, or `(missing)`. */
  readonly value: string;
  readonly rows: Int32Array;
}

/** With no more different numbers than this, each is a part of its own. */
const MOST_NUMBERS = 12;
const QUARTERS = 4;
const WORD_FOR_MISSING = "(missing)";

/** Divides the rows by a column: by value, or into quarters where numbers and times are many. Missing values come last. */
export function divideRows(column: Column): readonly Part[] {
  return column.kind === "text" ? divideTexts(column) : divideNumbers(column);
}

function divideTexts({ codes, levels }: TextColumn): readonly Part[] {
  const order = [...levels.keys()].sort((a, b) => ((levels[a] as string) < (levels[b] as string) ? -1 : 1));
  const rank = new Int32Array(levels.length);
  order.forEach((code, place) => {
    rank[code] = place;
  });
  const places = codes.map((code) => (code < 0 ? -1 : (rank[code] as number)));
  return gatherParts(
    places,
    order.map((code) => levels[code] as string),
  );
}

function divideNumbers(column: NumericColumn): readonly Part[] {
  const sorted = column.values.filter((value) => !Number.isNaN(value)).sort();
  const distinct = sorted.filter((value, i) => value !== sorted[i - 1]);
  const word = wordFor(column.kind);
  if (distinct.length <= MOST_NUMBERS) {
    const place = new Map([...distinct].map((value, i) => [value, i]));
    const places = Int32Array.from(column.values, (value) => place.get(value) ?? -1);
    return gatherParts(places, [...distinct].map(word));
  }
  const cuts = Array.from({ length: QUARTERS - 1 }, (_, i) => {
    return sorted[Math.floor(((i + 1) * sorted.length) / QUARTERS)] as number;
  });
  // Without a cut at the least value: nothing lies below it.
  const edges = [...new Set(cuts)].filter((edge) => edge > (distinct[0] as number));
  const places = Int32Array.from(column.values, (value) => {
    return Number.isNaN(value) ? -1 : edges.filter((edge) => value >= edge).length;
  });
  return gatherParts(places, wordQuarters(edges.map(word)));
}

function wordFor(kind: NumericColumn["kind"]): (value: number) => string {
  if (kind === "flag") return (value) => String(value === 1);
  return kind === "time" ? wordTime : String;
}

/** A number that is beyond what a date can hold is shown as it is. */
function wordTime(value: number): string {
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? String(value) : date.toISOString();
}

function wordQuarters(edges: readonly string[]): readonly string[] {
  return Array.from({ length: edges.length + 1 }, (_, i) => {
    if (i === 0) return edges.length === 0 ? "any" : `below ${edges[0]}`;
    return i === edges.length ? `${edges[i - 1]} or more` : `${edges[i - 1]} to below ${edges[i]}`;
  });
}

/** The parts that have rows, by their place in `words`; -1 is missing. */
function gatherParts(places: Int32Array, words: readonly string[]): readonly Part[] {
  const lists: number[][] = Array.from({ length: words.length + 1 }, () => []);
  for (let row = 0; row < places.length; row++) {
    const place = places[row] as number;
    lists[place < 0 ? words.length : place]?.push(row);
  }
  return lists
    .map((rows, place) => ({ value: words[place] ?? WORD_FOR_MISSING, rows: Int32Array.from(rows) }))
    .filter(({ rows }) => rows.length > 0);
}
