import { defineError, type ErrorConstructor } from "../../kernel/index.ts";
import type { RefusedEventRecord } from "../../records/index.ts";
import type { Journal } from "../../store/index.ts";

/** A refused event of one stream. */
export interface RefusedEvent {
  /** Its place among all that were ever refused there, from 1: it keeps it. */
  readonly row: number;
  readonly record: RefusedEventRecord;
}

/** One stream, and the events of it that are still refused. */
export interface RefusedStream {
  readonly system: string;
  readonly stream: string;
  readonly events: readonly RefusedEvent[];
}

interface Unknown {
  readonly what: string;
  readonly known: readonly string[];
}

export const refusedUnknown: ErrorConstructor<Unknown> = defineError("cli.input.refused-unknown", {
  headline: "No refused events there",
  message: ({ what, known }: Unknown) =>
    `No event of "${what}" was refused. There are refused events of ${known.join(", ") || "no stream"}.`,
  hint: () =>
    "Events are named by system and stream, such as `shop/orders`; `alidade data quarantine list` shows them.",
});

/** Whether something names the refused events of a stream, and no snapshot: `shop/orders`. */
export function namesStream(what: string): boolean {
  return /^[^/]+\/[^/]+$/.test(what);
}

const PAGE = 5_000;

/** All refused events that were not let in later, by stream. */
export async function refusedStreams(journal: Pick<Journal, "read">): Promise<readonly RefusedStream[]> {
  const settled = new Set<string>();
  for await (const { id } of entries(journal, "replayed-event")) settled.add(id);
  const found = new Map<string, { system: string; stream: string; events: RefusedEvent[]; count: number }>();
  for await (const entry of entries(journal, "refused-event")) {
    const record = entry as RefusedEventRecord;
    const { system, stream } = record.body;
    const name = `${system}/${stream}`;
    const held = found.get(name) ?? { system, stream, events: [], count: 0 };
    found.set(name, held);
    held.count++;
    if (!settled.has(record.id)) held.events.push({ row: held.count, record });
  }
  return [...found.values()].filter(({ events }) => events.length > 0);
}

/** Those of one stream. Throws `cli.input.refused-unknown`. */
export async function refusedOf(what: string, journal: Pick<Journal, "read">): Promise<RefusedStream> {
  const all = await refusedStreams(journal);
  const found = all.find(({ system, stream }) => `${system}/${stream}` === what);
  if (found === undefined)
    throw refusedUnknown({ what, known: all.map(({ system, stream }) => `${system}/${stream}`) });
  return found;
}

async function* entries(journal: Pick<Journal, "read">, kind: string) {
  let from: string | null = null;
  for (;;) {
    const page: Awaited<ReturnType<Journal["read"]>> = await journal.read(from, PAGE, kind);
    yield* page.entries;
    from = page.next;
    if (page.entries.length < PAGE) return;
  }
}
