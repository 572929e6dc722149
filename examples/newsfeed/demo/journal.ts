import type { Envelope } from "../../../src/records/index.ts";
import type { Journal } from "../../../src/store/index.ts";

/** What the journal holds, read once: each call gives everything up to now. */
export function journalSoFar(journal: Pick<Journal, "read">): () => Promise<readonly Envelope[]> {
  const entries: Envelope[] = [];
  let cursor: Parameters<Journal["read"]>[0] = null;
  return async () => {
    for (;;) {
      const page = await journal.read(cursor, 2_000);
      entries.push(...page.entries);
      cursor = page.next ?? cursor;
      if (page.entries.length < 2_000) return entries;
    }
  };
}
