import { realpathSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { cell, type Table } from "../src/data/index.ts";

/** A table as CSV with a header; times as ISO 8601, what is missing empty. */
function csvOf({ columns, rows }: Table): string {
  const lines = Array.from({ length: rows }, (_, row) =>
    columns.map((column) => {
      const value = cell(column, row);
      return column.kind === "time" && value !== null ? new Date(Number(value)).toISOString() : String(value ?? "");
    }),
  );
  return `${[columns.map(({ name }) => name), ...lines].map((line) => line.join(",")).join("\n")}\n`;
}

/** Writes a simulated history into `.cache/examples`; returns the file's path. */
export async function writeCsv(name: string, table: Table): Promise<string> {
  const folder = fileURLToPath(new URL("../.cache/examples", import.meta.url));
  await mkdir(folder, { recursive: true });
  const path = `${folder}/${name}.csv`;
  await writeFile(path, csvOf(table));
  return path;
}

/** Whether a file is the program that was started, and not a part of one. */
export function isProgram(url: string): boolean {
  const started = process.argv[1];
  return started !== undefined && realpathSync(started) === fileURLToPath(url);
}
