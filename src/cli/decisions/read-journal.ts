import type { DecisionRecord, Envelope, OutcomeRecord } from "../../records/index.ts";
import type { Cursor, Journal } from "../../store/index.ts";

const PAGE = 2_000;

/** Every entry of the journal, in the order in which they were accepted. */
export async function* entriesOf(journal: Pick<Journal, "read">, signal: AbortSignal): AsyncGenerator<Envelope> {
  let cursor: Cursor | null = null;
  for (;;) {
    signal.throwIfAborted();
    const page = await journal.read(cursor, PAGE);
    yield* page.entries;
    if (page.entries.length < PAGE) return;
    cursor = page.next;
  }
}

/** The newest decisions, oldest first; of one system when it is named. */
export async function newestDecisions(
  entries: AsyncIterable<Envelope>,
  { limit, system }: { readonly limit: number; readonly system: string | undefined },
): Promise<readonly DecisionRecord[]> {
  const kept: DecisionRecord[] = [];
  for await (const entry of entries) {
    if (entry.kind !== "decision") continue;
    const decision = entry as DecisionRecord;
    if (system !== undefined && decision.body.system !== system) continue;
    kept.push(decision);
    if (kept.length > limit) kept.shift();
  }
  return kept;
}

/** What was reported about one decision, in order of arrival. */
export async function outcomesOf(
  entries: AsyncIterable<Envelope>,
  decision: string,
): Promise<readonly OutcomeRecord[]> {
  const found: OutcomeRecord[] = [];
  for await (const entry of entries)
    if (entry.kind === "outcome" && (entry as OutcomeRecord).body.decision === decision)
      found.push(entry as OutcomeRecord);
  return found;
}
