import { existsSync } from "node:fs";
import { join } from "node:path";
import { connect, type Database, type Opening, openDatabase } from "../sqlite-database.ts";

/** A Parquet file that took the place of a run of entries. */
export interface Part {
  /** Positions of its first and last entry. */
  readonly first: number;
  readonly last: number;
  readonly entries: number;
  /** Name within the folder `parts`. */
  readonly name: string;
  /** SHA-256 of its bytes. */
  readonly hash: string;
}

/** How far the closed segments have been worked up: all up to that one, and up to that position. */
export interface Mark {
  readonly segment: number;
  readonly seq: number;
}

/**
 * What is known of closed segments: the keys of their entries, and the Parquet files that took their place. `indexed`
 * and `compacted` only grow; a segment's file goes only after both have passed it.
 */
export interface Catalogue {
  mark(name: "indexed" | "compacted"): Mark;
  /** The part that holds the first position after `seq`; undefined when none does. */
  partAfter(seq: number): Part | undefined;
  parts(): readonly Part[];
  /** The position of an entry in an indexed segment. */
  positionOf(kind: string, id: string): number | undefined;
  readonly database: Database;
  close(): void;
}

const TABLES = `
  CREATE TABLE IF NOT EXISTS marks (name TEXT PRIMARY KEY, segment INTEGER NOT NULL, seq INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS parts (
    first INTEGER PRIMARY KEY,
    last INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    name TEXT NOT NULL,
    hash TEXT NOT NULL
  );
  CREATE TABLE IF NOT EXISTS keys (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (kind, id)
  ) WITHOUT ROWID;
`;

const NOTHING: Mark = { segment: -1, seq: 0 };

function cataloguePath(folder: string): string {
  return join(folder, "catalogue.db");
}

export function partPath(folder: string, name: string): string {
  return join(folder, "parts", name);
}

/** Makes the catalogue, or opens the one that is there, for whoever works segments up. */
export async function makeCatalogue(folder: string): Promise<Catalogue> {
  return catalogueOver(await openDatabase(cataloguePath(folder), TABLES));
}

/** Opens the catalogue where there is one: before the first segment was closed there is none. */
export function openCatalogue(folder: string, { write = true }: Pick<Opening, "write"> = {}): Catalogue | undefined {
  if (!existsSync(cataloguePath(folder))) return undefined;
  // Nobody waits for a reader of this, but for the moment in which it is made or recovered.
  const database = connect(cataloguePath(folder), "PRAGMA busy_timeout = 2000;", { create: false, write });
  try {
    const isWhole = database.first("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'keys'") !== undefined;
    if (isWhole) return catalogueOver(database);
  } catch (thrown) {
    database.close();
    throw thrown;
  }
  database.close();
  return undefined;
}

function catalogueOver(database: Database): Catalogue {
  return {
    database,
    mark: (name) => {
      const row = database.first("SELECT segment, seq FROM marks WHERE name = ?", name);
      return row === undefined ? NOTHING : { segment: Number(row.segment), seq: Number(row.seq) };
    },
    partAfter: (seq) => {
      const row = database.first("SELECT * FROM parts WHERE last > ? ORDER BY first LIMIT 1", seq);
      return row === undefined ? undefined : partOf(row);
    },
    parts: () => database.all("SELECT * FROM parts ORDER BY first").map(partOf),
    positionOf: (kind, id) => {
      const row = database.first("SELECT seq FROM keys WHERE kind = ? AND id = ?", kind, id);
      return row === undefined ? undefined : Number(row.seq);
    },
    close: () => database.close(),
  };
}

function partOf(row: Readonly<Record<string, unknown>>): Part {
  return {
    first: Number(row.first),
    last: Number(row.last),
    entries: Number(row.entries),
    name: String(row.name),
    hash: String(row.hash),
  };
}
