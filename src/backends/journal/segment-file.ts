import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isAlidadeError } from "../../kernel/index.ts";
import { connect, type Database, type Opening, whenFree } from "../sqlite-database.ts";
import { coded, stateCorrupt, stateError } from "../state-errors.ts";
import { type Form, formNameIn, isFilledIn, readForm, writtenOut } from "./form.ts";

/**
 * A segment is one SQLite file of the journal. Only the newest takes entries; once it is sealed, its last position is
 * written into it and it never changes again.
 */
export interface Segment {
  readonly number: number;
  readonly database: Database;
  /** The position of its first entry, whether or not it has one yet. */
  readonly first: number;
  /** The JSON of an entry, whatever form it was written by. */
  written(envelope: unknown): string;
}

/** The journal of state directories before format 2: one file beside the folder, sealed by the upgrade. */
export const LEGACY = 0;

const FILE = /^(\d{8})\.db$/;

/**
 * Pages of twice the usual size: a commit writes the last page of entries and of keys whole, however little it adds, and a receipt
 * that could not be packed takes several. And a write-ahead log that nobody who commits folds into the file, because that would
 * hold up all who wait for an acknowledgement: for 128 MiB a fifth of a second. A segment is closed when its log is large
 * (`SegmentLimits`), and whoever works closed segments up folds it.
 */
const SETTINGS = `
  PRAGMA busy_timeout = 5;
  PRAGMA page_size = 8192;
  PRAGMA journal_mode = WAL;
  PRAGMA wal_autocheckpoint = 0;
  PRAGMA fullfsync = ON;
`;

/** A file that was begun before there were forms gets its table with the first. */
const FORMS = "CREATE TABLE IF NOT EXISTS forms (name TEXT PRIMARY KEY, form TEXT NOT NULL) WITHOUT ROWID";

const TABLES = `
  CREATE TABLE IF NOT EXISTS entries (
    seq INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    envelope TEXT NOT NULL,
    UNIQUE (kind, id)
  );
  CREATE TABLE IF NOT EXISTS segment (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    first INTEGER NOT NULL,
    last INTEGER,
    begun INTEGER
  );
  ${FORMS};
`;

/** Whoever does not know of sealing is refused by the file itself. */
const SEAL = `CREATE TRIGGER IF NOT EXISTS sealed BEFORE INSERT ON entries
  BEGIN SELECT RAISE(ABORT, 'this journal was sealed by a newer Alidade'); END`;

/** How surely a commit is kept: through a power cut, or through the end of the process alone. */
export type Durability = "fsync" | "os";

export function segmentPath(folder: string, number: number): string {
  return number === LEGACY
    ? join(dirname(folder), "journal.db")
    : join(folder, `${String(number).padStart(8, "0")}.db`);
}

/** The numbers of the files that are there, the oldest first. */
export async function segmentNumbers(folder: string): Promise<readonly number[]> {
  const names = await coded(folder, () => readdir(folder));
  const numbers = names.flatMap((name) => FILE.exec(name)?.[1] ?? []).map(Number);
  const legacy = existsSync(segmentPath(folder, LEGACY)) ? [LEGACY] : [];
  return [...legacy, ...numbers.sort((a, b) => a - b)];
}

/** How a segment is opened. */
interface SegmentOpening extends Pick<Opening, "write"> {
  /** Default: through a power cut. */
  readonly durability?: Durability;
}

/**
 * Opens a segment that is there; undefined when it is not, or was only begun by someone who then died. Without `write` it may be one
 * that may only be read.
 */
export async function openSegment(
  folder: string,
  number: number,
  opening: SegmentOpening = {},
): Promise<Segment | undefined> {
  const path = segmentPath(folder, number);
  if (!existsSync(path)) return undefined;
  const database = await whenFree(() => connectOrNot(path, opening));
  if (database === undefined) return undefined;
  try {
    const first = await whenFree(() => firstOf(database));
    if (first !== undefined) return { number, database, first, written: writing(database) };
  } catch (thrown) {
    database.close();
    throw thrown;
  }
  database.close();
  return undefined;
}

/** Undefined where the file went away between looking and opening. */
function connectOrNot(path: string, { write = true, durability = "fsync" }: SegmentOpening): Database | undefined {
  try {
    if (!write) return connect(path, "", { write });
    return connect(path, `${SETTINGS}${synchronous(durability)}`, { create: false });
  } catch (thrown) {
    if (!existsSync(path)) return undefined;
    throw thrown;
  }
}

/**
 * Makes a segment, or finishes one that was begun. Several processes may do so at once: the first one's word stands.
 * Whoever appends waits for this, so that the empty file is flushed once as a whole, and not with every statement. (By
 * SQLite itself: to close the file in any other way would drop the locks that this process holds on it.)
 */
export async function makeSegment(
  folder: string,
  { number, first, durability = "fsync" }: { number: number; first: number; durability?: Durability },
): Promise<Segment> {
  const path = segmentPath(folder, number);
  const database = await whenFree(() => connect(path, `PRAGMA synchronous = OFF; ${SETTINGS}`));
  try {
    database.run(synchronous(durability));
    await whenFree(() => begin(database, first));
    const begun = (await whenFree(() => firstOf(database))) ?? first;
    return { number, database, first: begun, written: writing(database) };
  } catch (thrown) {
    database.close();
    throw stateError(thrown, path);
  }
}

function begin(database: Database, first: number): void {
  database.run("BEGIN IMMEDIATE");
  try {
    makeTables(database);
    database.run("INSERT INTO segment (one, first) VALUES (1, ?) ON CONFLICT DO NOTHING", first);
    database.run("COMMIT");
  } catch (thrown) {
    rollBack(database);
    throw thrown;
  }
  database.first("PRAGMA wal_checkpoint(PASSIVE)");
}

function makeTables(database: Database): void {
  for (const statement of TABLES.split(";").filter((text) => text.trim() !== "")) database.run(statement);
}

function synchronous(durability: Durability): string {
  return `PRAGMA synchronous = ${durability === "fsync" ? "FULL" : "NORMAL"};`;
}

function firstOf(database: Database): number | undefined {
  const isBegun = database.first("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'segment'");
  const row = isBegun && database.first("SELECT first FROM segment");
  return row === undefined ? undefined : Number(row.first);
}

/** Puts a form into a segment, inside the transaction of whoever writes entries by it. */
export function keepForm({ database }: Pick<Segment, "database">, name: string, form: string): void {
  database.run(FORMS);
  database.run("INSERT OR IGNORE INTO forms (name, form) VALUES (?, ?)", name, form);
}

/** Writes entries out, by the forms that lie beside them. */
function writing(database: Database): Segment["written"] {
  const forms = new Map<string, Form>();
  const formOf = (name: string): Form => {
    const found = forms.get(name);
    if (found !== undefined) return found;
    const form = readForm(name, String(database.first("SELECT form FROM forms WHERE name = ?", name)?.form));
    forms.set(name, form);
    return form;
  };
  return (envelope) => {
    const text = String(envelope);
    try {
      return isFilledIn(text) ? writtenOut(text, formOf(formNameIn(text))) : text;
    } catch (thrown) {
      throw isAlidadeError(thrown) ? thrown : stateCorrupt({ location: database.location }, thrown);
    }
  };
}

/** The position at which a segment was sealed; undefined while it takes entries. */
export function sealedAt({ database }: Segment): number | undefined {
  const last = database.first("SELECT last FROM segment")?.last;
  return last === null || last === undefined ? undefined : Number(last);
}

/** The position of the last entry; the one before the first when there is none. */
export function lastIn({ database, first }: Pick<Segment, "database" | "first">): number {
  return Number(database.first("SELECT max(seq) AS last FROM entries")?.last ?? first - 1);
}

/** Seals a segment, inside the transaction of whoever holds its lock. */
export function seal({ database }: Pick<Segment, "database">, last: number): void {
  database.run("UPDATE segment SET last = ? WHERE last IS NULL", last);
  database.run(SEAL);
}

/**
 * Makes the journal of an earlier format the sealed first segment: it stays where it is, and whoever still appends to it
 * is refused and can be started again. Doing it twice changes nothing.
 */
export async function sealLegacy(folder: string): Promise<void> {
  const path = segmentPath(folder, LEGACY);
  if (!existsSync(path)) return;
  const database = await whenFree(() => connect(path, `PRAGMA busy_timeout = 5; PRAGMA synchronous = FULL;`));
  try {
    await whenFree(() => {
      database.run("BEGIN IMMEDIATE");
      try {
        makeTables(database);
        database.run("INSERT INTO segment (one, first) VALUES (1, 1) ON CONFLICT DO NOTHING");
        const segment = { database, first: 1 };
        seal(segment, lastIn(segment));
        database.run("COMMIT");
      } catch (thrown) {
        rollBack(database);
        throw thrown;
      }
    });
  } finally {
    database.close();
  }
}

/** After a full disk SQLite has often rolled back already. */
export function rollBack(database: Database): void {
  try {
    database.run("ROLLBACK");
  } catch {
    // Nothing is left to undo.
  }
}
