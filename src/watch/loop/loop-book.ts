import { defineError, type ErrorConstructor } from "../../kernel/index.ts";
import type { Records } from "../../store/index.ts";
import { emptyBook, type LoopBook } from "./loop.ts";

/** A book as it was read or written last. */
export interface HeldBook {
  readonly book: LoopBook;
  /** 0 where nothing was ever written. */
  readonly version: number;
}

export const loopOvertaken: ErrorConstructor<{ readonly system: string }> = defineError("watch.loop-overtaken", {
  headline: "Another has taken over the loop",
  retryable: true,
  message: ({ system }: { readonly system: string }) =>
    `A retraining is in one hand at a time. That of "${system}" was gone on with elsewhere meanwhile.`,
});

type Store = Pick<Records, "collection">;

/** What is kept of a system's loops. */
export async function readBook(records: Store, system: string): Promise<HeldBook> {
  const found = await records.collection<LoopBook>("loops").get(system);
  return found === undefined ? { book: emptyBook(system), version: 0 } : { book: found.value, version: found.version };
}

/** Writes the next state over the one that was read. Throws `watch.loop-overtaken` where somebody else has written since. */
export async function writeBook(records: Store, held: HeldBook, book: LoopBook): Promise<HeldBook> {
  const books = records.collection<LoopBook>("loops");
  const isWritten =
    held.version === 0
      ? await books.insert(book.system, book)
      : await books.compareAndSet(book.system, held.version, book);
  if (!isWritten) throw loopOvertaken({ system: book.system });
  return { book, version: held.version + 1 };
}
