import type { MessagePort } from "node:worker_threads";
import { isAlidadeError } from "../../kernel/index.ts";
import type { Envelope } from "../../records/index.ts";
import { type AppendResult, type Journal, type JournalPromises, storeClosed } from "../../store/index.ts";
import { type JournalReader, journalReader } from "./journal-reader.ts";
import { type OutboxLimits, outboxOf } from "./outbox.ts";
import { portCalls } from "./port-calls.ts";

export interface JournalOverOptions extends OutboxLimits {
  /**
   * What becomes of a decision that cannot be written, because the disk is full or fails or too much waits: `refuse`
   * (default) rejects, `answer` resolves to `unlogged`. Outcomes and events are refused either way.
   */
  readonly whenFull?: JournalPromises["whenFull"];
}

/**
 * A journal over a writer's port. Entries are encoded here, once, and travel in a message, or a few, for each turn of the
 * event loop; reading opens the files on this thread and does not disturb the writer.
 */
export function journalOver(port: MessagePort, options: JournalOverOptions = {}): Journal {
  const calls = portCalls(port);
  const outbox = outboxOf(calls, options);
  let reader: Promise<JournalReader> | undefined;
  let closing: Promise<void> | undefined;
  const reading = async (): Promise<JournalReader> => {
    if (closing !== undefined) throw storeClosed({ what: "the journal" });
    reader ??= calls.folder.then(journalReader);
    return await reader;
  };
  return {
    append(entries) {
      if (closing !== undefined) return Promise.reject(storeClosed({ what: "the journal" }));
      const put = outbox.put(entries);
      return options.whenFull === "answer" ? put.catch((thrown) => unlogged(entries, thrown)) : put;
    },
    read: async (from, limit, kind) => (await reading()).read(from, limit, kind),
    readBack: async (upTo, limit) => (await reading()).readBack(upTo, limit),
    find: async (kind, id) => (await reading()).find(kind, id),
    close() {
      closing ??= (async () => {
        await outbox.settled();
        calls.close();
        (await reader?.catch(() => undefined))?.close();
      })();
      return closing;
    },
  };
}

/** Forgives what a disk or a crowd did, and only to decisions. */
function unlogged(entries: readonly Envelope[], thrown: unknown): AppendResult {
  const isForgiven = entries.every(({ kind }) => kind === "decision") && isAlidadeError(thrown) && thrown.retryable;
  if (!isForgiven) throw thrown;
  return entries.map(() => "unlogged");
}
