import type { MessagePort } from "node:worker_threads";
import type { Counters, Journal } from "../../store/index.ts";
import { countersOver } from "./counters-over.ts";
import { type JournalOverOptions, journalOver } from "./journal-over.ts";
import { type JournalWriter, journalWriter, journalWriterHere, type WriterOptions } from "./writer.ts";

export interface GrowingOptions extends WriterOptions, JournalOverOptions {
  /** Entries, and takes, after which a thread takes over; 0: from the first one. Default 200. */
  readonly threadAfter?: number;
}

/** Writes a journal here at first, and on a thread of its own once that is worth its start. */
export interface GrowingWriter {
  append: Journal["append"];
  take: Counters["take"];
  /** Another port to the thread, which is started where it does not run. */
  connect(): MessagePort;
  close(): Promise<void>;
}

interface Running {
  readonly writer: JournalWriter;
  readonly journal: Journal;
  readonly counters: Counters;
}

type Work<R> = (running: Running) => Promise<R>;

/**
 * A command that appends an entry or two does not wait for a thread; a server that appends thousands has its event loop to
 * itself soon. The order of what was appended survives the change: the new writer begins when the first one has ended.
 */
export function growingWriter(folder: string, options: GrowingOptions): GrowingWriter {
  const { threadAfter = 200 } = options;
  let here: Running | undefined;
  let there: Running | undefined;
  let moving: Promise<void> | undefined;
  /** The thread, once nobody writes here any more. */
  let settled: Running | undefined;
  let written = 0;
  const thread = (): Running => {
    if (there !== undefined) return there;
    const started = running(journalWriter(folder, options), options);
    started.writer.onLost(() => {
      if (there === started) there = settled = undefined;
    });
    there = started;
    moving = end(here).then(() => {
      settled = there;
    });
    here = undefined;
    return started;
  };
  /** Begins the work at once, unless the change is under way. */
  const begin = async <R>(work: Work<R>, size: number): Promise<R> => {
    if (there === undefined && written < threadAfter) {
      written += size;
      here ??= running(journalWriterHere(folder, options), options);
      return await work(here);
    }
    const found = thread();
    await moving;
    return await work(found);
  };
  const pending = new Set<Promise<unknown>>();
  const using = async <R>(work: Work<R>, size = 1): Promise<R> => {
    const done = begin(work, size);
    pending.add(done);
    try {
      return await done;
    } finally {
      pending.delete(done);
    }
  };
  return {
    append: (entries) =>
      settled?.journal.append(entries) ?? using(({ journal }) => journal.append(entries), entries.length),
    take: (key, take) => using(({ counters }) => counters.take(key, take)),
    connect: () => thread().writer.connect(),
    async close() {
      await Promise.allSettled(pending);
      await Promise.all([moving, end(here), end(there)]);
    },
  };
}

function running(writer: JournalWriter, options: GrowingOptions): Running {
  return { writer, journal: journalOver(writer.connect(), options), counters: countersOver(writer.connect(), options) };
}

async function end(running: Running | undefined): Promise<void> {
  if (running === undefined) return;
  await Promise.all([running.journal.close(), running.counters.close()]);
  await running.writer.close();
}
