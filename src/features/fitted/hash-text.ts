import type { Column } from "../../data/index.ts";
import type { Options } from "../node.ts";
import type { Scalar } from "../operator.ts";
import { frozenUnreadable } from "./errors.ts";
import { murmur } from "./murmur.ts";
import { readFinite, readItems, readParts } from "./shape.ts";
import { characterRuns, type Span, wordRuns } from "./tokens.ts";
import { defineTransform, type Transform } from "./transform.ts";

interface HashState {
  /** What each column weighs; null where all weigh the same. */
  readonly idf: readonly number[] | null;
}

/** Columns at most: each is a number in every row. */
export const MOST_COLUMNS = 4096;
/** Runs of characters are hashed apart from words, so that a short word is not taken for a part of a longer one. */
const [OF_WORDS, OF_CHARACTERS] = [0, 1];

/**
 * Text as a vector of length 1: every run of words or characters adds 1 or −1 to the column that its hash names
 * (Weinberger et al., "Feature hashing for large scale multitask learning", 2009), as scikit-learn's HashingVectorizer does;
 * where asked, columns weigh the more the fewer training rows fill them. A text that is missing is an empty one: all zeros.
 */
export const hashText: Transform<HashState> = defineTransform<HashState>({
  name: "hash-text",
  takes: ["text"],
  gives: "number",
  words: (of, { width }) => `words of ${of} in ${width} columns`,
  isWide: () => true,
  fit: (column, { options }) => ({ idf: options.weigh === "tf-idf" ? rarity(column, options) : null }),
  columns: (_, { width }) => Array.from({ length: width as number }, (_, place) => String(place + 1)),
  prepare({ idf }, options) {
    const sums = new Float64Array(options.width as number);
    return (value, out) => {
      addText(value, options, sums);
      if (idf !== null) for (let k = 0; k < sums.length; k++) sums[k] = (sums[k] as number) * (idf[k] as number);
      scaleInto(out, sums);
    };
  },
  learned: ({ idf }) => (idf === null ? "nothing: its columns are fixed" : "how rare each column is"),
  read(data, { width }) {
    const { idf } = readParts(data, "what hashing learned");
    if (idf === null) return { idf };
    const weights = readItems(idf, { what: "the columns' weights", most: MOST_COLUMNS }, readFinite);
    if (weights.length !== width) throw frozenUnreadable({ problem: "the columns' weights are not one for each" });
    return { idf: weights };
  },
});

/** Fills the sums anew. */
function addText(value: Scalar, { words, characters }: Options, sums: Float64Array): void {
  sums.fill(0);
  if (typeof value !== "string") return;
  if (words !== null) for (const run of wordRuns(value, words as unknown as Span)) addRun(run, OF_WORDS, sums);
  if (characters !== null)
    for (const run of characterRuns(value, characters as unknown as Span)) addRun(run, OF_CHARACTERS, sums);
}

function addRun(run: string, seed: number, sums: Float64Array): void {
  const hash = murmur(run, seed);
  const place = Math.abs(hash) % sums.length;
  sums[place] = (sums[place] as number) + (hash < 0 ? -1 : 1);
}

/** To length 1; zeros stay zeros. */
function scaleInto(out: Scalar[], sums: Float64Array): void {
  let squares = 0;
  for (let k = 0; k < sums.length; k++) squares += (sums[k] as number) ** 2;
  const length = squares > 0 ? Math.sqrt(squares) : 1;
  for (let k = 0; k < sums.length; k++) out[k] = (sums[k] as number) / length;
}

/** ln((1 + rows) / (1 + rows that fill the column)) + 1. */
function rarity(column: Column, options: Options): readonly number[] {
  const sums = new Float64Array(options.width as number);
  const filled = new Float64Array(sums.length);
  if (column.kind !== "text") return [...filled];
  const rows = new Float64Array(column.levels.length);
  for (const code of column.codes) if (code >= 0) rows[code] = (rows[code] as number) + 1;
  column.levels.forEach((text, level) => {
    if (rows[level] === 0) return;
    addText(text, options, sums);
    for (let k = 0; k < sums.length; k++)
      if (sums[k] !== 0) filled[k] = (filled[k] as number) + (rows[level] as number);
  });
  return Array.from(filled, (count) => Math.log((1 + column.codes.length) / (1 + count)) + 1);
}
