import type { Instant } from "../../kernel/index.ts";
import type { OutcomeRecord } from "../../records/index.ts";
import type { Cursor } from "../../store/index.ts";
import type { LoopCall } from "./loop-call.ts";

/** How far the journal was counted. */
interface Counted {
  /** Outcomes count from here on. */
  readonly since: Instant;
  readonly cursor: Cursor | null;
  readonly outcomes: number;
}

const PAGE = 2_000;

/**
 * How many outcomes a system's journal has received since a time. What was counted is kept, so that the next count reads on from
 * there; a later time begins anew. Who only looks keeps nothing.
 */
export async function newOutcomes(
  { state, system, onlyLooks = false }: LoopCall,
  { since, signal }: { readonly since: Instant; readonly signal: AbortSignal },
): Promise<number> {
  const book = state.records.collection<Counted>("loop-outcomes");
  const kept = await book.get(system.name);
  let { cursor, outcomes } = kept?.value.since === since ? kept.value : { cursor: null, outcomes: 0 };
  for (;;) {
    signal.throwIfAborted();
    const { entries, next } = await state.journal.read(cursor, PAGE);
    for (const entry of entries)
      if (entry.kind === "outcome" && entry.at > since && (entry as OutcomeRecord).body.system === system.name)
        outcomes++;
    cursor = next ?? cursor;
    if (entries.length < PAGE) break;
  }
  if (onlyLooks) return outcomes;
  const counted: Counted = { since, cursor, outcomes };
  if (kept === undefined) await book.insert(system.name, counted);
  // Whoever counts at the same time keeps the same: nothing is lost where that one was faster.
  else if (kept.value.cursor !== cursor || kept.value.since !== since)
    await book.compareAndSet(system.name, kept.version, counted);
  return outcomes;
}
