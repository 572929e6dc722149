import type { Column, TextColumn } from "../../data/index.ts";
import { modelCorrupt } from "../errors.ts";
import { ofLength, readChoice, readIndexes, readList, readNumber, readRecord, readTexts } from "../shape.ts";

/** Numbers that differ by `spread` are as far apart as two levels. */
export interface RememberedNumbers {
  readonly kind: "number";
  /** NaN: missing. */
  readonly values: Float64Array;
  /** 0: the column says nothing. */
  readonly spread: number;
}

/** Texts and flags: the same, or not. A flag's levels are "0" and "1". */
export interface RememberedLevels {
  readonly kind: "levels";
  /** -1: missing. */
  readonly codes: Int32Array;
  readonly levels: readonly string[];
}

/** What the training rows have in one column. */
export type Remembered = RememberedNumbers | RememberedLevels;

/** A cell of the row that asks. */
export interface Asked {
  readonly column: Column;
  readonly row: number;
}

/**
 * Adds a column's part of the squared distance of every training row: the squared difference in spreads, or 1 where
 * levels differ or one side is missing (after Gower, 1971).
 */
export function addDistances(distances: Float64Array, known: Remembered, asked: Asked): void {
  if (known.kind === "number") addNumbers(distances, known, numberOf(asked));
  else addLevels(distances, known, asked);
}

function addNumbers(distances: Float64Array, { values, spread }: RememberedNumbers, x: number): void {
  if (spread === 0) return;
  const absent = Number.isNaN(x);
  for (let row = 0; row < distances.length; row++) {
    const apart = ((values[row] as number) - x) / spread;
    // Not a number: at least one of the two is missing.
    const part = Number.isNaN(apart) ? Number(absent !== Number.isNaN(values[row])) : apart * apart;
    distances[row] = (distances[row] as number) + part;
  }
}

function addLevels(distances: Float64Array, { codes, levels }: RememberedLevels, asked: Asked): void {
  const level = levelOf(asked);
  // An unknown level (-2) is like no other; a missing one (-1) is like the missing ones.
  const known = level === undefined ? -1 : levels.indexOf(level);
  const code = level !== undefined && known < 0 ? -2 : known;
  for (let row = 0; row < distances.length; row++)
    if (codes[row] !== code) distances[row] = (distances[row] as number) + 1;
}

function numberOf({ column, row }: Asked): number {
  const value = column.kind === "text" ? Number.NaN : (column.values[row] as number);
  return Number.isFinite(value) ? value : Number.NaN;
}

function levelOf(asked: Asked): string | undefined {
  const { column, row } = asked;
  if (column.kind === "text") return column.levels[(column as TextColumn).codes[row] as number];
  const value = numberOf(asked);
  return Number.isNaN(value) ? undefined : String(value);
}

/** As JSON-like data; a missing number is null. */
export function writeRemembered(known: Remembered): unknown {
  if (known.kind === "levels") return { ...known, codes: [...known.codes] };
  return { ...known, values: Array.from(known.values, (value) => (Number.isNaN(value) ? null : value)) };
}

/** Reads what {@link writeRemembered} wrote of so many rows. Throws `model.corrupt`. */
export function readRemembered(data: unknown, rows: number): Remembered {
  const parts = readRecord(data, "a column");
  const kind = readChoice(parts.kind, "a column's kind", ["number", "levels"]);
  if (kind === "levels") {
    const levels = readTexts(parts.levels, "a column's levels");
    const codes = readIndexes(parts.codes, "a column's codes", [-1, levels.length]);
    return { kind, levels, codes: Int32Array.from(ofLength(codes, "a column's codes", rows)) };
  }
  const values = readList(parts.values, "a column's values", (item, what) =>
    item === null ? Number.NaN : readNumber(item, what),
  );
  const spread = readNumber(parts.spread, "a column's spread");
  if (spread < 0) throw modelCorrupt({ what: "a column's spread is negative" });
  return { kind, spread, values: Float64Array.from(ofLength(values, "a column's values", rows)) };
}
