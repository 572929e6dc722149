import { AsyncLocalStorage } from "node:async_hooks";
import {
  type Collection,
  decodeValue,
  encodeValue,
  type Records,
  storeClosed,
  transactionNested,
  transactionOver,
  type Versioned,
} from "../store/index.ts";
import { serial } from "./serial.ts";
import { connect, type Database, openDatabase, type Row, whenFree } from "./sqlite-database.ts";
import { queryStatements, RECORD_INDEXES } from "./sqlite-query.ts";
import { stateCorrupt, stateNotWritable } from "./state-errors.ts";

const TABLES = `CREATE TABLE IF NOT EXISTS records (
  seq INTEGER PRIMARY KEY,
  collection TEXT NOT NULL,
  id TEXT NOT NULL,
  version INTEGER NOT NULL,
  value TEXT NOT NULL,
  UNIQUE (collection, id)
);
${RECORD_INDEXES}`;

/** A transaction in progress. It stays open until its work has settled. */
interface Turn {
  open: boolean;
}

/**
 * Records in one SQLite file. Several processes may open the same file: a transaction takes the file's write lock when
 * it begins, and waits without blocking while another process has it.
 */
export async function sqliteRecords(location: string): Promise<Records> {
  // Two connections, so that a read never sees, nor waits for, a transaction in progress.
  const writer = await openDatabase(location, TABLES);
  const reader = await openDatabase(location, TABLES);
  const inTurn = serial();
  const current = new AsyncLocalStorage<Turn>();
  let closing: Promise<void> | undefined;

  const transaction: Records["transaction"] = async (work) => {
    if (closing !== undefined) throw storeClosed({ what: location });
    if (current.getStore()?.open === true) throw transactionNested({});
    const turn: Turn = { open: true };
    return await inTurn(() => current.run(turn, () => allOrNothing({ writer, turn }, work)));
  };

  return {
    transaction,
    collection: (name) => ({
      ...reading(name, async (read) => {
        if (closing !== undefined) throw storeClosed({ what: location });
        return await whenFree(() => read(reader));
      }),
      insert: (id, value) => transaction((records) => records.collection(name).insert(id, value)),
      compareAndSet: (id, version, value) =>
        transaction((records) => records.collection(name).compareAndSet(id, version, value)),
    }),
    close: () => {
      closing ??= inTurn(async () => {
        reader.close();
        writer.close();
      });
      return closing;
    },
  };
}

/** Records in a file that may only be read: every change is refused with `state.not-writable`. */
export async function sqliteRecordsToRead(location: string): Promise<Records> {
  const reader = await whenFree(() => connect(location, "", { write: false }));
  let isClosed = false;
  const refuse = (): Promise<never> => Promise.reject(stateNotWritable({ location }));
  return {
    transaction: refuse,
    collection: (name) => ({
      ...reading(name, async (read) => {
        if (isClosed) throw storeClosed({ what: location });
        return await whenFree(() => read(reader));
      }),
      insert: refuse,
      compareAndSet: refuse,
    }),
    close: async () => {
      if (!isClosed) reader.close();
      isClosed = true;
    },
  };
}

type Work<R> = (records: Pick<Records, "collection">) => Promise<R>;

async function allOrNothing<R>({ writer, turn }: { writer: Database; turn: Turn }, work: Work<R>): Promise<R> {
  await whenFree(() => writer.run("BEGIN IMMEDIATE"));
  try {
    const result = await work({ collection: (name) => insideOf(turn, writing(name, writer)) });
    turn.open = false;
    writer.run("COMMIT");
    return result;
  } catch (thrown) {
    turn.open = false;
    rollBack(writer);
    throw thrown;
  }
}

/** After a full disk SQLite has often rolled back already, and a second time would hide the first error. */
function rollBack(writer: Database): void {
  try {
    writer.run("ROLLBACK");
  } catch {
    // Nothing is left to undo.
  }
}

function insideOf<T>(turn: Turn, collection: Collection<T>): Collection<T> {
  const guarded =
    <A extends unknown[], R>(method: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      if (!turn.open) throw transactionOver({});
      return await method(...given);
    };
  return {
    get: guarded(collection.get),
    list: guarded(collection.list),
    find: guarded(collection.find),
    insert: guarded(collection.insert),
    compareAndSet: guarded(collection.compareAndSet),
  };
}

function writing<T>(name: string, writer: Database): Collection<T> {
  return {
    ...reading<T>(name, async (read) => read(writer)),
    insert: async (id, value) =>
      writer.run(
        "INSERT INTO records (collection, id, version, value) VALUES (?, ?, 1, ?) ON CONFLICT DO NOTHING",
        ...[name, id, encodeValue(value)],
      ) === 1,
    compareAndSet: async (id, version, value) =>
      writer.run(
        "UPDATE records SET value = ?, version = version + 1 WHERE collection = ? AND id = ? AND version = ?",
        ...[encodeValue(value), name, id, version],
      ) === 1,
  };
}

type Read = <R>(read: (database: Database) => R) => Promise<R>;

function reading<T>(name: string, read: Read): Pick<Collection<T>, "get" | "list" | "find"> {
  return {
    get: (id) =>
      read((database) => {
        const sql = "SELECT id, version, value FROM records WHERE collection = ? AND id = ?";
        const row = database.first(sql, name, id);
        return row === undefined ? undefined : versioned<T>(row, database.location);
      }),
    list: () =>
      read((database) => {
        const sql = "SELECT id, version, value FROM records WHERE collection = ? ORDER BY seq";
        return database.all(sql, name).map((row) => versioned<T>(row, database.location));
      }),
    find: (query) =>
      read((database) => {
        const { page, count, values, cut } = queryStatements(name, query);
        const items = database.all(page, ...values, ...cut).map((row) => versioned<T>(row, database.location));
        return { items, total: Number(database.first(count, ...values)?.total) };
      }),
  };
}

function versioned<T>(row: Row, location: string): Versioned<T> {
  try {
    return { id: String(row.id), version: Number(row.version), value: decodeValue(String(row.value)) as T };
  } catch (thrown) {
    throw stateCorrupt({ location }, thrown);
  }
}
