import type { DuckDBConnection, DuckDBDataChunk } from "@duckdb/node-api";
import { defineError, type ErrorConstructor } from "../kernel/index.ts";

export const engineMissing: ErrorConstructor<object> = defineError("data.engine-missing", {
  headline: "DuckDB is not there",
  message: () => "This kind of file is read by DuckDB, which could not be loaded.",
  hint: () => "Install it beside Alidade: `npm install @duckdb/node-api`. CSV files are read without it.",
});

/** A DuckDB in memory, for the length of one piece of work. */
export interface DuckDb {
  /** The names and DuckDB types of a query's columns. */
  describe(sql: string): Promise<readonly { readonly name: string; readonly type: string }[]>;
  /** The rows of a query in parts of at most 2,048, in order. */
  parts(sql: string): AsyncGenerator<DuckDBDataChunk>;
}

/** Opens DuckDB, does the work, and closes it. Throws `data.engine-missing`. */
export async function withDuckDb<T>(work: (db: DuckDb) => Promise<T>): Promise<T> {
  const db = await openDuckDb();
  try {
    return await work(db);
  } finally {
    db.close();
  }
}

/** Opens DuckDB for work that is given away part by part. The library is loaded here. Throws `data.engine-missing`. */
export async function openDuckDb(): Promise<DuckDb & { close(): void }> {
  const { DuckDBInstance } = await import("@duckdb/node-api").catch((error: unknown) => {
    throw engineMissing({}, error);
  });
  // Files are read where they lie; nothing is fetched from the network behind the caller's back.
  const instance = await DuckDBInstance.create(":memory:", { autoinstall_known_extensions: "false" });
  const connection = await instance.connect();
  return {
    describe: (sql) => describe(connection, sql),
    parts: (sql) => parts(connection, sql),
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

async function describe(connection: DuckDBConnection, sql: string): Promise<{ name: string; type: string }[]> {
  const reader = await connection.runAndReadAll(`DESCRIBE ${sql}`);
  return reader.getRows().map(([name, type]) => ({ name: String(name), type: String(type) }));
}

async function* parts(connection: DuckDBConnection, sql: string): AsyncGenerator<DuckDBDataChunk> {
  const result = await connection.stream(sql);
  for (;;) {
    const part = await result.fetchChunk();
    if (part === null || part.rowCount === 0) return;
    yield part;
  }
}

/** Asks for the next part before the last is looked at: the engine reads on another thread meanwhile. */
export async function* ahead<T>(parts: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = parts.next();
  for (;;) {
    const part = await next;
    if (part.done === true) return;
    next = parts.next();
    // A failure is for the one who waits for that part.
    next.catch(() => undefined);
    yield part.value;
  }
}

/** A text as a SQL literal. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** One file as a SQL literal for the functions that take patterns: `*`, `?` and `[` stand for themselves. */
export function sqlFile(path: string): string {
  return sqlText(path.replaceAll(/[*?[]/g, "[$&]"));
}

/** A name as a SQL identifier. */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
