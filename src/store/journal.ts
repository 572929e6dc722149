import { defineError, type ErrorConstructor } from "../kernel/index.ts";
import type { Envelope } from "../records/index.ts";

/** Opaque; `null` reads from the beginning. */
export type Cursor = string;

export const cursorRefused: ErrorConstructor<{ readonly cursor: string }> = defineError("store.cursor-refused", {
  headline: "Not a cursor of this journal",
  message: ({ cursor }: { readonly cursor: string }) =>
    `A cursor is the \`next\` of a page that was read before, or null. Got ${JSON.stringify(cursor)}.`,
});

export interface JournalPage {
  readonly entries: readonly Envelope[];
  /** Where to go on; the same as was given when nothing was left. */
  readonly next: Cursor;
}

export const journalOverloaded: ErrorConstructor<{ readonly waiting: number; readonly bytes: number }> = defineError(
  "store.journal-overloaded",
  {
    headline: "The journal cannot keep up",
    retryable: true,
    message: ({ waiting, bytes }: { readonly waiting: number; readonly bytes: number }) =>
      `${waiting} entries of ${bytes} characters wait to be written, and no more may. Nothing of this call was kept.`,
    hint: () => "Try again in a moment; see whether the disk is slow.",
  },
);

/**
 * For each entry, in order: was it new, or was its (kind, id) already known? The first one stays. `unlogged`: it could not
 * be written, and the journal was opened to let decisions be answered all the same.
 */
export type AppendResult = readonly ("accepted" | "known" | "unlogged")[];

/** What a journal promises to whoever appends; more can be declared away than is given up unasked. */
export interface JournalPromises {
  /** What an entry has reached when `append` resolves: the disk, or the operating system, which survives all but its own end. Default "fsync". */
  readonly durability?: "fsync" | "os" | undefined;
  /** What becomes of decisions while the disk is full: they are refused, or answered and not logged. Default "refuse". */
  readonly whenFull?: "refuse" | "answer" | undefined;
}

/** The durable, append-only record of decisions and outcomes. Whoever awaited `append` can pull the plug. */
export interface Journal {
  /**
   * Resolves when every entry is on disk. Concurrent calls are committed together. Throws `store.journal-overloaded` at
   * once where too much waits already, and `state.*` where the disk refuses.
   */
  append(entries: readonly Envelope[]): Promise<AppendResult>;
  /** At most `limit` entries after the cursor, of one kind where it is named, in the order in which they were accepted. */
  read(from: Cursor | null, limit: number, kind?: string): Promise<JournalPage>;
  /**
   * The other way round: the entries among the last `limit` places up to the cursor (null: up to the newest), in the order in which
   * they were accepted. Its `next` goes on before them, and is the same as was given when nothing was left.
   */
  readBack(upTo: Cursor | null, limit: number): Promise<JournalPage>;
  find(kind: string, id: string): Promise<Envelope | undefined>;
  /** Waits for what was appended. Closing twice does no harm; everything else afterwards throws `store.closed`. */
  close(): Promise<void>;
}
