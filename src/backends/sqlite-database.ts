import { constants, existsSync } from "node:fs";
import { access } from "node:fs/promises";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { isAlidadeError } from "../kernel/index.ts";
import { coded, stateBusy, stateError, stateUnsettled } from "./state-errors.ts";

export type Row = Readonly<Record<string, unknown>>;

/** One connection to one SQLite file. Every call is synchronous and throws coded errors (`state.*`). */
export interface Database {
  readonly location: string;
  /** Runs a statement and gives the number of rows that it changed. */
  run(sql: string, ...values: SQLInputValue[]): number;
  first(sql: string, ...values: SQLInputValue[]): Row | undefined;
  /** {@link Database.first} as a list in the order of the columns: a sixth faster, for what is read all the time. */
  firstList(sql: string, ...values: SQLInputValue[]): readonly unknown[] | undefined;
  all(sql: string, ...values: SQLInputValue[]): readonly Row[];
  close(): void;
}

/**
 * How long SQLite itself may wait for a lock, in milliseconds. It blocks the whole process meanwhile, so it is short;
 * {@link whenFree} waits longer without blocking.
 */
const BLOCKING_WAIT = 5;
/** How long {@link whenFree} goes on trying, in milliseconds. */
const PATIENCE = 15_000;
const LONGEST_PAUSE = 12;

/**
 * Commits reach the platter before they are acknowledged (`synchronous`, and `fullfsync` where an fsync alone does not
 * mean that), and readers never wait for a writer (`WAL`).
 */
const SETTINGS = `
  PRAGMA busy_timeout = ${BLOCKING_WAIT};
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA fullfsync = ON;
`;

/** Opens or creates a file with the given tables (`CREATE TABLE IF NOT EXISTS …`). */
export async function openDatabase(location: string, tables: string): Promise<Database> {
  await coded(location, () => checkWritable(location));
  return await whenFree(() => connect(location, SETTINGS + tables));
}

/** SQLite would open a read-only file, and leave read-only companions that stay when its permissions are mended. */
async function checkWritable(location: string): Promise<void> {
  await access(location, constants.R_OK | constants.W_OK).catch((thrown: { code?: string }) => {
    if (thrown.code !== "ENOENT") throw thrown;
  });
}

/** Repeats `work` while another process is in the way. Throws `state.busy` after 15 seconds. */
export async function whenFree<R>(work: () => R): Promise<R> {
  const start = performance.now();
  for (;;) {
    try {
      return work();
    } catch (thrown) {
      if (!isAlidadeError(thrown, stateBusy.code) || performance.now() - start > PATIENCE) throw thrown;
    }
    // At random, so that two processes do not keep step with each other.
    await sleep(Math.ceil(Math.random() * LONGEST_PAUSE));
  }
}

/** How a file is opened. */
export interface Opening {
  /** Whether a missing file is made. Default true. */
  readonly create?: boolean;
  /** False: the file is there and is only read, and nothing is left beside it. Default true. */
  readonly write?: boolean;
}

/** A connection whose first statements are `setup`, but for one that only reads. Throws `state.*`. */
export function connect(location: string, setup: string, { create = true, write = true }: Opening = {}): Database {
  const place = write ? (create ? location : existing(location)) : readable(location);
  const inner = translated(location, () => new DatabaseSync(place));
  try {
    translated(location, () => inner.exec(write ? setup : READING));
  } catch (thrown) {
    inner.close();
    throw thrown;
  }
  const statements = new Map<string, StatementSync>();
  const prepared = (sql: string): StatementSync => {
    const statement = statements.get(sql) ?? inner.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  const lists = new Map<string, StatementSync>();
  const preparedList = (sql: string): StatementSync => {
    const found = lists.get(sql);
    if (found !== undefined) return found;
    const statement = inner.prepare(sql);
    statement.setReturnArrays(true);
    lists.set(sql, statement);
    return statement;
  };
  return {
    location,
    run: (sql, ...values) => translated(location, () => Number(prepared(sql).run(...values).changes)),
    first: (sql, ...values) => translated(location, () => prepared(sql).get(...values)),
    firstList: (sql, ...values) =>
      translated(location, () => preparedList(sql).get(...values) as unknown as readonly unknown[] | undefined),
    all: (sql, ...values) => translated(location, () => prepared(sql).all(...values)),
    close: () => inner.close(),
  };
}

function existing(location: string): URL {
  const url = pathToFileURL(location);
  url.searchParams.set("mode", "rw");
  return url;
}

const READING = `
  PRAGMA busy_timeout = ${BLOCKING_WAIT};
  PRAGMA query_only = ON;
`;

/**
 * A file that has a log beside it is open in a process that writes it, and is read together with the log by the index that
 * the process keeps of it. Of one that was closed nothing else is there, nor could be made: it is read as it stands.
 */
function readable(location: string): URL {
  const url = pathToFileURL(location);
  url.searchParams.set("mode", "ro");
  if (!existsSync(`${location}-wal`)) url.searchParams.set("immutable", "1");
  else if (!existsSync(`${location}-shm`)) throw stateUnsettled({ location });
  return url;
}

function translated<R>(location: string, work: () => R): R {
  try {
    return work();
  } catch (thrown) {
    throw stateError(thrown, location);
  }
}
