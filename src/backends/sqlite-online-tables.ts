import {
  LONGEST_TAIL,
  type OnlineEntry,
  type OnlineKey,
  type OnlineMove,
  type OnlineWrite,
  onlineRaced,
  type Stand,
} from "../store/index.ts";
import type { Database, Row } from "./sqlite-database.ts";

/**
 * The tables of online values. A commit here need not reach the platter before it is acknowledged: what a power cut takes from the end is in the
 * journal, and the position that is left says from where. Temporary pages stay in memory.
 */
export const ONLINE_TABLES: string = `
  PRAGMA synchronous = NORMAL;
  PRAGMA cache_size = -65536;
  CREATE TABLE IF NOT EXISTS views (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    position TEXT,
    about TEXT NOT NULL,
    note TEXT NOT NULL
  );
  CREATE TABLE IF NOT EXISTS entries (
    view INTEGER NOT NULL,
    stream TEXT NOT NULL,
    entity TEXT NOT NULL,
    tail TEXT NOT NULL,
    state BLOB,
    PRIMARY KEY (view, stream, entity)
  );
`;

interface View {
  readonly number: number;
  readonly stand: Stand;
}

/** Where a view stands. */
export function viewOf(database: Database, name: string): View | undefined {
  const row = database.first("SELECT number, position, about, note FROM views WHERE name = ?", name);
  if (row === undefined) return undefined;
  const position = row.position === null ? null : String(row.position);
  return { number: Number(row.number), stand: { position, about: String(row.about), note: String(row.note) } };
}

/** One statement, so that the position is that of the entry. */
const GET = `SELECT position, state, tail FROM views LEFT JOIN entries ON view = number AND stream = ? AND entity = ?
  WHERE name = ?`;

/** What is kept of one entity. */
export function entryOf(database: Database, view: string, { stream, entity }: OnlineKey): OnlineEntry | undefined {
  const row = database.firstList(GET, stream, entity, view);
  if (row === undefined) return undefined;
  const [position, state, tail] = row as readonly [string | null, Uint8Array | null, string | null];
  return { position, state, tail: tail ?? "" };
}

/** Moves a view, inside a transaction of the caller; gives the keys whose tail has become long. */
export function moveView(database: Database, name: string, { from, to, writes }: OnlineMove): readonly OnlineKey[] {
  const found = viewOf(database, name);
  if (from === null) {
    if (found !== undefined) throw onlineRaced({ view: name });
    const begin = "INSERT INTO views (name, position, about, note) VALUES (?, ?, ?, ?)";
    database.run(begin, name, to.position, to.about, to.note);
  } else {
    const change = "UPDATE views SET position = ?, about = ?, note = ? WHERE name = ? AND position IS ? AND about = ?";
    const moved = database.run(change, to.position, to.about, to.note, name, from.position, from.about);
    if (moved !== 1) throw onlineRaced({ view: name });
  }
  const number = found?.number ?? Number(viewOf(database, name)?.number);
  return writes.filter((write) => put(database, number, write)).map(({ stream, entity }) => ({ stream, entity }));
}

const STATE = `INSERT INTO entries (view, stream, entity, tail, state) VALUES (?, ?, ?, '', ?)
  ON CONFLICT DO UPDATE SET tail = '', state = excluded.state`;
const TAIL = `INSERT INTO entries (view, stream, entity, tail) VALUES (?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET tail = tail || excluded.tail RETURNING length(tail) AS length`;

/** Whether the tail has become long. */
function put(database: Database, view: number, write: OnlineWrite): boolean {
  const { stream, entity } = write;
  if ("state" in write) {
    database.run(STATE, view, stream, entity, write.state);
    return false;
  }
  return Number(database.first(TAIL, view, stream, entity, write.tail)?.length) > LONGEST_TAIL;
}

/** One page of the keys. */
export function keysAfter(
  database: Database,
  { view, after, limit }: { readonly view: string; readonly after: OnlineKey | null; readonly limit: number },
): readonly OnlineKey[] {
  const number = viewOf(database, view)?.number ?? -1;
  const sql = `SELECT stream, entity FROM entries WHERE view = ? AND (stream, entity) > (?, ?)
    ORDER BY stream, entity LIMIT ?`;
  const rows: readonly Row[] = database.all(sql, number, after?.stream ?? "", after?.entity ?? "", limit);
  return rows.map(({ stream, entity }) => ({ stream: String(stream), entity: String(entity) }));
}

/** Deletes a view. */
export function forget(database: Database, name: string): void {
  const found = viewOf(database, name);
  if (found === undefined) return;
  database.run("DELETE FROM entries WHERE view = ?", found.number);
  database.run("DELETE FROM views WHERE number = ?", found.number);
}

/** All or nothing, without giving way in between. */
export function whole<R>(database: Database, work: () => R): R {
  database.run("BEGIN IMMEDIATE");
  try {
    const result = work();
    database.run("COMMIT");
    return result;
  } catch (thrown) {
    try {
      database.run("ROLLBACK");
    } catch {
      // After a full disk SQLite has often rolled back already.
    }
    throw thrown;
  }
}
