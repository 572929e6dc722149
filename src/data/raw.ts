import type { Origin } from "./origin.ts";
import type { Table } from "./table.ts";

/** A row that the source could not read as a row. Nothing is lost: enforcement sets it aside with the others. */
export interface RejectedRow {
  /** Line in a text file, record number elsewhere; from 1. */
  readonly row: number;
  /** What is wrong: `fields`, the row as a whole. */
  readonly rule: "fields";
  /** What is due, in words. Default: as many fields as there are columns. */
  readonly due?: string;
  /** What came, in words. */
  readonly got: string;
  /** The row as it stood, shortened to 1,000 characters. */
  readonly text: string;
}

/**
 * A table as a source read it, before the contract. A text file gives text columns alone; a typed file gives typed
 * ones. An empty field of a text file is missing.
 */
export interface RawTable extends Table {
  /** Where each row begins: its line in a text file. Absent: the record number, from 1. */
  readonly lines?: Int32Array;
  readonly rejected?: readonly RejectedRow[];
  /** What a person should know about the reading, one sentence each. */
  readonly notes?: readonly string[];
  /**
   * Rows beside these that came by push: their contract let them through before, and a column of that name says when each
   * was learned of. Only streams have such.
   */
  readonly pushed?: { readonly table: Table; readonly learned: string };
  /** Where the rows came from, when the source can say it better than its reference. */
  readonly origins?: readonly Origin[];
}

/** Where a person finds a row: its line in a text file, its record number elsewhere; from 1. */
export function placeOf(raw: RawTable, row: number): number {
  return raw.lines?.[row] ?? row + 1;
}

/** Where the rows of those numbers stand, see {@link placeOf}. */
export function placesOf(raw: RawTable, rows: Int32Array): Int32Array {
  return rows.map((row) => placeOf(raw, row));
}
