import { type Cell, cell, type Table } from "../../data/index.ts";

/** A spreadsheet takes a text that begins so for a formula, and runs it. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * A table as CSV (RFC 4180), a missing value as an empty cell. A text that a spreadsheet would run gets an apostrophe before
 * it, as OWASP advises.
 */
export function csvText({ columns, rows }: Table): string {
  const lines = Array.from({ length: rows }, (_, row) => columns.map((column) => quoted(cell(column, row))).join(","));
  return `${[columns.map(({ name }) => quoted(name)).join(","), ...lines].join("\r\n")}\r\n`;
}

function quoted(value: Cell): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
