import type { Envelope } from "../../records/index.ts";
import { type AppendResult, journalOverloaded } from "../../store/index.ts";
import { type Packed, packer } from "./packer.ts";
import type { PortCalls } from "./port-calls.ts";
import type { Known } from "./segment-writer.ts";

/** How much may wait for its commit. */
export interface OutboxLimits {
  /** Entries. Default 20,000. */
  readonly mostWaiting?: number;
  /** Characters of entries. Default 64 Mi. */
  readonly mostBytes?: number;
}

/**
 * So many are sent at once, so that the writer works while this thread is still at the rest of its turn: of sixty decisions at
 * a time this thread waited 8 % of the time for all of them to be written. Half as many cost the writer a half more.
 */
const ENOUGH = 32;

/** Entries of the calls of one turn of the event loop, encoded. */
interface Batch {
  readonly kinds: string[];
  readonly ids: string[];
  readonly envelopes: string[];
  /** By name, the forms that the envelopes were written by. */
  readonly forms: Map<string, string>;
  bytes: number;
  readonly answer: Promise<Known>;
  resolve(known: Known | Promise<Known>): void;
}

/** Entries on their way to the writer. */
export interface Outbox {
  /** Throws `store.journal-overloaded` at once where too much waits. */
  put(entries: readonly Envelope[]): Promise<AppendResult>;
  /** Resolves when nothing waits any more. */
  settled(): Promise<void>;
}

/** Gathers what is put in one turn of the event loop into a message, or a few. */
export function outboxOf(calls: PortCalls, limits: OutboxLimits): Outbox {
  const { mostWaiting = 20_000, mostBytes = 64 * 1024 * 1024 } = limits;
  const load = { entries: 0, bytes: 0 };
  const pending = new Set<Promise<Known>>();
  const pack = packer();
  let open: Batch | undefined;
  const send = (batch: Batch): void => {
    if (batch !== open) return;
    open = undefined;
    batch.resolve(askToAppend(calls, batch).finally(() => settle(batch)));
  };
  const settle = (batch: Batch): void => {
    load.entries -= batch.kinds.length;
    load.bytes -= batch.bytes;
    pending.delete(batch.answer);
  };
  const joined = (): Batch => {
    if (open !== undefined) return open;
    open = emptyBatch();
    pending.add(open.answer);
    setImmediate(send, open);
    return open;
  };
  return {
    async put(entries) {
      if (entries.length === 0) return [];
      const lines = entries.map(pack);
      const bytes = lines.reduce((sum, { text }) => sum + text.length, 0);
      if (load.entries + lines.length > mostWaiting || load.bytes + bytes > mostBytes)
        throw journalOverloaded({ waiting: load.entries, bytes: load.bytes });
      load.entries += lines.length;
      load.bytes += bytes;
      const batch = joined();
      const from = fill(batch, entries, lines);
      batch.bytes += bytes;
      if (batch.ids.length >= ENOUGH) send(batch);
      const known = await batch.answer;
      return entries.map((_, i) => (known?.[from + i] === 1 ? "known" : "accepted"));
    },
    async settled() {
      await Promise.allSettled(pending);
    },
  };
}

function emptyBatch(): Batch {
  const { promise, resolve } = Promise.withResolvers<Known>();
  return { kinds: [], ids: [], envelopes: [], forms: new Map(), bytes: 0, answer: promise, resolve };
}

/** Adds entries to a batch and says where they begin in it. */
function fill({ kinds, ids, envelopes, forms }: Batch, entries: readonly Envelope[], lines: readonly Packed[]): number {
  const from = ids.length;
  for (const [i, { kind, id }] of entries.entries()) {
    const { text, form } = lines[i] as Packed;
    kinds.push(kind);
    ids.push(id);
    envelopes.push(text);
    if (form !== undefined) forms.set(form.name, form.text);
  }
  return from;
}

async function askToAppend(calls: PortCalls, { kinds, ids, envelopes, forms }: Batch): Promise<Known> {
  const told = await calls.ask({ append: { kinds, ids, envelopes, forms: [...forms] } });
  return "known" in told ? told.known : null;
}
