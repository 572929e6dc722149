import type { Column, Table } from "../data/index.ts";
import { engineMissing, sqlName, sqlText } from "./duckdb.ts";

/** Rows that are handed over at a time: what one chunk of DuckDB holds. */
const PART = 2_048;

/** A Parquet file in the making. */
export interface ParquetDraft {
  /** Adds rows of the same columns. */
  append(table: Table): void;
  /** Writes everything to one file. */
  finish(path: string): Promise<void>;
  close(): void;
}

/** Writes a table as one Parquet file: numbers and times as DOUBLE, flags as BOOLEAN, texts as VARCHAR, missing as null. */
export async function writeParquet(table: Table, path: string): Promise<void> {
  const draft = await parquetDraft(table.columns);
  try {
    draft.append(table);
    await draft.finish(path);
  } finally {
    draft.close();
  }
}

/** Begins a file that rows are added to, part by part; kinds as {@link writeParquet} writes them. */
export async function parquetDraft(columns: readonly Pick<Column, "name" | "kind">[]): Promise<ParquetDraft> {
  const duckdb = await import("@duckdb/node-api").catch((error: unknown) => {
    throw engineMissing({}, error);
  });
  const instance = await duckdb.DuckDBInstance.create(":memory:", { autoinstall_known_extensions: "false" });
  const connection = await instance.connect();
  const types = { text: duckdb.VARCHAR, flag: duckdb.BOOLEAN, number: duckdb.DOUBLE, time: duckdb.DOUBLE };
  const named = columns.map(({ name, kind }) => `${sqlName(name)} ${types[kind].toString()}`);
  await connection.run(`CREATE TABLE rows (${named.join(", ")})`);
  const appender = await connection.createAppender("rows");
  const kinds = columns.map(({ kind }) => types[kind]);
  return {
    append(table) {
      for (let start = 0; start < table.rows; start += PART) {
        const chunk = duckdb.DuckDBDataChunk.create(kinds);
        const end = Math.min(table.rows, start + PART);
        chunk.setColumns(table.columns.map((column) => cellsOf(column, start, end)));
        appender.appendDataChunk(chunk);
      }
    },
    async finish(path) {
      appender.closeSync();
      await connection.run(`COPY rows TO ${sqlText(path)} (FORMAT parquet)`);
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

function cellsOf(column: Column, start: number, end: number): readonly (number | string | boolean | null)[] {
  if (column.kind === "text")
    return Array.from(column.codes.subarray(start, end), (code) => (code < 0 ? null : (column.levels[code] ?? null)));
  const values = Array.from(column.values.subarray(start, end), (value) => (Number.isNaN(value) ? null : value));
  return column.kind === "flag" ? values.map((value) => (value === null ? null : value === 1)) : values;
}
