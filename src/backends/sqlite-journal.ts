import type { Envelope } from "../records/index.ts";
import {
  type AppendResult,
  type Cursor,
  cursorRefused,
  decodeValue,
  encodeValue,
  type Journal,
  type JournalPage,
  storeClosed,
} from "../store/index.ts";
import { type Database, openDatabase, type Row, whenFree } from "./sqlite-database.ts";
import { stateCorrupt } from "./state-errors.ts";

const TABLES = `CREATE TABLE IF NOT EXISTS entries (
  seq INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  envelope TEXT NOT NULL,
  UNIQUE (kind, id)
)`;

/** Entries committed together at most, so that one commit does not hold up the event loop for long. */
const LARGEST_GROUP = 2_048;

/** One call of `append` that waits for its commit. */
interface Waiting {
  readonly lines: readonly Line[];
  resolve(result: AppendResult): void;
  reject(thrown: unknown): void;
}

interface Line {
  readonly kind: string;
  readonly id: string;
  readonly envelope: string;
}

/**
 * The journal in one SQLite file. Calls of `append` that arrive before the event loop comes round share one commit, and
 * none resolves before that commit is on disk. Several processes may append to the same file.
 */
export async function sqliteJournal(location: string): Promise<Journal> {
  const database = await openDatabase(location, TABLES);
  const group = groupCommit(database);
  let closing: Promise<void> | undefined;
  const open = (): void => {
    if (closing !== undefined) throw storeClosed({ what: location });
  };
  return {
    append: async (entries) => {
      open();
      return entries.length === 0 ? [] : await group.append(entries.map(lineOf));
    },
    read: async (from, limit, kind) => {
      open();
      const after = positionOf(from);
      return await whenFree(() =>
        kind === undefined ? page(database, after, limit) : pageOf(database, { after, limit, kind }),
      );
    },
    find: async (kind, id) => {
      open();
      const sql = "SELECT envelope FROM entries WHERE kind = ? AND id = ?";
      const row = await whenFree(() => database.first(sql, kind, id));
      return row === undefined ? undefined : envelopeOf(row, location);
    },
    close: () => {
      closing ??= group.settled().then(() => database.close());
      return closing;
    },
  };
}

interface GroupCommit {
  append(lines: readonly Line[]): Promise<AppendResult>;
  /** Resolves when nothing waits any more. */
  settled(): Promise<void>;
}

function groupCommit(database: Database): GroupCommit {
  let waiting: Waiting[] = [];
  let running: Promise<void> | undefined;
  const drain = async (): Promise<void> => {
    while (waiting.length > 0) {
      await new Promise((next) => setImmediate(next));
      const group = firstGroup(waiting);
      waiting = waiting.slice(group.length);
      await settle(database, group);
    }
    running = undefined;
  };
  return {
    append: (lines) =>
      new Promise((resolve, reject) => {
        waiting.push({ lines, resolve, reject });
        running ??= drain();
      }),
    settled: async () => await running,
  };
}

/** As many whole calls as fit into one group, and at least one. */
function firstGroup(waiting: readonly Waiting[]): readonly Waiting[] {
  let entries = 0;
  const end = waiting.findIndex(({ lines }) => {
    entries += lines.length;
    return entries > LARGEST_GROUP;
  });
  return end === -1 ? waiting : waiting.slice(0, Math.max(1, end));
}

async function settle(database: Database, group: readonly Waiting[]): Promise<void> {
  try {
    const results = await whenFree(() => commit(database, group));
    for (const [i, { resolve }] of group.entries()) resolve(results[i] ?? []);
  } catch (thrown) {
    for (const { reject } of group) reject(thrown);
  }
}

/** Begin, insert and commit without giving way, so that a read between them is impossible. */
function commit(database: Database, group: readonly Waiting[]): readonly AppendResult[] {
  database.run("BEGIN IMMEDIATE");
  try {
    const results = group.map(({ lines }) => lines.map((line) => insert(database, line)));
    database.run("COMMIT");
    return results;
  } catch (thrown) {
    try {
      database.run("ROLLBACK");
    } catch {
      // After a full disk SQLite has often rolled back already.
    }
    throw thrown;
  }
}

function insert(database: Database, { kind, id, envelope }: Line): AppendResult[number] {
  const sql = "INSERT INTO entries (kind, id, envelope) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
  return database.run(sql, kind, id, envelope) === 1 ? "accepted" : "known";
}

function positionOf(from: Cursor | null): number {
  if (from !== null && !/^\d{1,15}$/.test(from)) throw cursorRefused({ cursor: from });
  return from === null ? 0 : Number(from);
}

function page(database: Database, after: number, limit: number): JournalPage {
  const sql = "SELECT seq, envelope FROM entries WHERE seq > ? ORDER BY seq LIMIT ?";
  const rows = database.all(sql, after, limit);
  const last = rows.at(-1);
  return {
    entries: rows.map((row) => envelopeOf(row, database.location)),
    next: last === undefined ? String(after) : String(last.seq),
  };
}

/** Entries of other kinds are passed over without being read: what comes next begins after the last entry of all. */
function pageOf(
  database: Database,
  { after, limit, kind }: { after: number; limit: number; kind: string },
): JournalPage {
  const end = Number(database.first("SELECT max(seq) AS last FROM entries")?.last ?? 0);
  const sql = "SELECT seq, envelope FROM entries WHERE seq > ? AND seq <= ? AND +kind = ? ORDER BY seq LIMIT ?";
  const rows = database.all(sql, after, end, kind, limit);
  const last = rows.length < limit ? Math.max(after, end) : Number(rows.at(-1)?.seq ?? after);
  return { entries: rows.map((row) => envelopeOf(row, database.location)), next: String(last) };
}

function lineOf(envelope: Envelope): Line {
  return { kind: envelope.kind, id: envelope.id, envelope: encodeValue(envelope) };
}

function envelopeOf(row: Row, location: string): Envelope {
  try {
    return decodeValue(String(row.envelope)) as Envelope;
  } catch (thrown) {
    throw stateCorrupt({ location }, thrown);
  }
}
