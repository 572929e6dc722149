import { cell, type Table } from "../../data/index.ts";
import { csvOf } from "../output/csv.ts";

/** A table as CSV, a missing value as an empty cell. */
export function csvText({ columns, rows }: Table): string {
  const lines = Array.from({ length: rows }, (_, row) => columns.map((column) => cell(column, row)));
  return csvOf([columns.map(({ name }) => name), ...lines]);
}
