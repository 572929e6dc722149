import type { MessagePort } from "node:worker_threads";
import { type Counters, type Journal, storeClosed } from "../store/index.ts";
import { type GrowingOptions, growingWriter } from "./journal/growing-writer.ts";
import { journalReader } from "./journal/journal-reader.ts";
import { newestSegment } from "./journal/newest-segment.ts";

export type SqliteJournalOptions = GrowingOptions;

/** A journal, the budgets that its writer owns, and more ports to that writer. */
export interface SqliteJournal extends Journal {
  /** Closed with the journal. */
  readonly counters: Counters;
  /** A port for `journalOver` or `countersOver` on another thread. */
  connect(): MessagePort;
}

/**
 * The journal in a folder of SQLite files that rotate, and of the Parquet files that take their place. Several processes
 * may append to it and read it. Throws `state.*`.
 */
export async function sqliteJournal(folder: string, options: SqliteJournalOptions = {}): Promise<SqliteJournal> {
  // Opened once, so that a damaged file is told of now.
  (await newestSegment(folder)).database.close();
  const reader = journalReader(folder);
  const writer = growingWriter(folder, options);
  let closing: Promise<void> | undefined;
  const opened = <T>(value: T): T => {
    if (closing !== undefined) throw storeClosed({ what: folder });
    return value;
  };
  const close = (): Promise<void> => {
    closing ??= writer.close().then(() => reader.close());
    return closing;
  };
  return {
    append: (entries) =>
      closing === undefined ? writer.append(entries) : Promise.reject(storeClosed({ what: folder })),
    read: async (from, limit, kind) => await opened(reader).read(from, limit, kind),
    readBack: async (upTo, limit) => await opened(reader).readBack(upTo, limit),
    find: async (kind, id) => await opened(reader).find(kind, id),
    counters: { take: async (key, take) => await opened(writer).take(key, take), close },
    connect: () => opened(writer).connect(),
    close,
  };
}
