import { join } from "node:path";
import { type CounterWindow, type Take, type Taken, takeFrom } from "../../store/index.ts";
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
  const known = windowOf(database, take);
  const { window, given } = takeFrom(known, take, takenBy(database, take));
  if (given.taken === 0) return given;
  database.run(UPSERT, take.key, take.windowMs, window.start, window.taken);
  if (known !== undefined && known.start < window.start) database.run(FORGET, take.key, take.windowMs, window.start);
  if (take.by !== undefined) database.run(NOTE, take.key, take.windowMs, take.by, window.start, given.taken);
  return given;
}

const NOTE = `INSERT INTO takers (key, window, taker, start, taken) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET start = excluded.start, taken = excluded.taken`;
/** Whoever took from a window that is over may take again. */
const FORGET = "DELETE FROM takers WHERE key = ? AND window = ? AND start < ?";

function windowOf(database: Database, { key, windowMs }: KeyedTake): CounterWindow | undefined {
  return asWindow(database.first("SELECT start, taken FROM counters WHERE key = ? AND window = ?", key, windowMs));
}

function takenBy(database: Database, { key, windowMs, by }: KeyedTake): CounterWindow | undefined {
  if (by === undefined) return undefined;
  const sql = "SELECT start, taken FROM takers WHERE key = ? AND window = ? AND taker = ?";
  return asWindow(database.first(sql, key, windowMs, by));
}

function asWindow(row: Row | undefined): CounterWindow | undefined {
  return row === undefined ? undefined : { start: Number(row.start), taken: Number(row.taken) };
}
