import { join } from "node:path";
import { type CounterWindow, type Take, type Taken, takeIn, type WindowBook } from "../../store/index.ts";
import { type Database, openDatabase, type Row, whenFree } from "../sqlite-database.ts";
import { type Durability, rollBack } from "./segment-file.ts";

export type KeyedTake = Take & { readonly key: string };

/** The counters in one SQLite file. Several processes may take from it. */
export interface CounterFile {
  /** Takes in the order in which they are given, in one commit. */
  take(takes: readonly KeyedTake[]): Promise<readonly Taken[]>;
  close(): void;
}

const TABLES = `CREATE TABLE IF NOT EXISTS counters (
  key TEXT NOT NULL,
  window INTEGER NOT NULL,
  start INTEGER NOT NULL,
  taken INTEGER NOT NULL,
  PRIMARY KEY (key, window)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS takers (
  key TEXT NOT NULL,
  window INTEGER NOT NULL,
  taker TEXT NOT NULL,
  start INTEGER NOT NULL,
  taken INTEGER NOT NULL,
  PRIMARY KEY (key, window, taker)
) WITHOUT ROWID;`;

function countersPath(folder: string): string {
  return join(folder, "counters.db");
}

export async function counterFile(folder: string, durability: Durability): Promise<CounterFile> {
  const level = durability === "fsync" ? "FULL" : "NORMAL";
  const database = await openDatabase(countersPath(folder), `PRAGMA synchronous = ${level}; ${TABLES}`);
  return {
    take: (takes) => whenFree(() => takeAll(database, takes)),
    close: () => database.close(),
  };
}

function takeAll(database: Database, takes: readonly KeyedTake[]): readonly Taken[] {
  database.run("BEGIN IMMEDIATE");
  try {
    const given = takes.map((take) => takeOne(database, take));
    database.run("COMMIT");
    return given;
  } catch (thrown) {
    rollBack(database);
    throw thrown;
  }
}

const UPSERT = `INSERT INTO counters (key, window, start, taken) VALUES (?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET start = excluded.start, taken = excluded.taken`;

function takeOne(database: Database, take: KeyedTake): Taken {
  return takeIn(bookIn(database), take.key, take);
}

function bookIn(database: Database): WindowBook {
  const book: WindowBook = {
    window: ({ key, windowMs }) =>
      asWindow(database.first("SELECT start, taken FROM counters WHERE key = ? AND window = ?", key, windowMs)),
    before: ({ key, windowMs }, by) => asWindow(database.first(TAKEN_BY, key, windowMs, by)),
    keep: (of, { window, by, taken }) => {
      const { key, windowMs } = of;
      const known = book.window(of);
      database.run(UPSERT, key, windowMs, window.start, window.taken);
      if (known !== undefined && known.start < window.start) database.run(FORGET, key, windowMs, window.start);
      if (by !== undefined) database.run(NOTE, key, windowMs, by, window.start, taken);
    },
  };
  return book;
}

const NOTE = `INSERT INTO takers (key, window, taker, start, taken) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET start = excluded.start, taken = excluded.taken`;
const TAKEN_BY = "SELECT start, taken FROM takers WHERE key = ? AND window = ? AND taker = ?";
/** Whoever took from a window that is over may take again. */
const FORGET = "DELETE FROM takers WHERE key = ? AND window = ? AND start < ?";

function asWindow(row: Row | undefined): CounterWindow | undefined {
  return row === undefined ? undefined : { start: Number(row.start), taken: Number(row.taken) };
}
