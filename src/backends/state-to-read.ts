import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { join } from "node:path";
import { isAlidadeError } from "../kernel/index.ts";
import type { Journal, State } from "../store/index.ts";
import { idsToRead } from "./decision-ids.ts";
import { fileBlobs } from "./file-blobs.ts";
import { journalReader } from "./journal/journal-reader.ts";
import type { SqliteJournal } from "./sqlite-journal.ts";
import { sqliteRecordsToRead } from "./sqlite-records.ts";
import { coded, stateNotReadable, stateNotWritable } from "./state-errors.ts";

const RECORDS = "records.db";

/** Whether a state may be read and not written: by its permissions, or because its disk is mounted so. */
export async function mayOnlyBeRead(location: string): Promise<boolean> {
  const may = async (path: string, mode: number): Promise<boolean> =>
    await access(path, mode).then(
      () => true,
      ({ code }: { code?: string }) => code === "ENOENT",
    );
  const writes = [await may(location, constants.W_OK), await may(join(location, RECORDS), constants.W_OK)];
  return writes.includes(false);
}

/**
 * Opens a state that may only be read, and leaves nothing in it. Every change is refused with `state.not-writable`. Throws
 * `state.not-readable`, `state.unsettled`.
 */
export async function openStateToRead(location: string): Promise<State & Pick<SqliteJournal, "connect">> {
  const refuse = (): never => {
    throw stateNotWritable({ location });
  };
  return await readably(location, async () => {
    await access(location, constants.R_OK | constants.X_OK);
    const records = await sqliteRecordsToRead(join(location, RECORDS));
    const journal = journalToRead(location);
    const close = async (): Promise<void> => {
      await Promise.all([records.close(), journal.close()]);
    };
    return {
      ...{ records, journal, location, close, blobs: fileBlobs(join(location, "blobs")) },
      ids: await idsToRead(location, refuse),
      counters: { take: async () => refuse(), close: async () => undefined },
      connect: refuse,
    };
  });
}

function journalToRead(location: string): Journal {
  const folder = join(location, "journal");
  const reader = journalReader(folder, { write: false });
  return {
    append: () => Promise.reject(stateNotWritable({ location: folder })),
    read: (from, limit, kind) => readably(folder, () => reader.read(from, limit, kind)),
    readBack: (upTo, limit) => readably(folder, () => reader.readBack(upTo, limit)),
    find: (kind, id) => readably(folder, () => reader.find(kind, id)),
    close: async () => reader.close(),
  };
}

/** What may not even be read says so: whoever only looks need not be told that he may not write. */
async function readably<R>(location: string, work: () => Promise<R>): Promise<R> {
  try {
    return await coded(location, work);
  } catch (thrown) {
    throw isAlidadeError(thrown, stateNotWritable.code)
      ? stateNotReadable({ location: String(thrown.data.location ?? location) }, thrown)
      : thrown;
  }
}
