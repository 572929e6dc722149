import type { Served } from "../../experiment/index.ts";
import type { DecisionRecord, Envelope } from "../../records/index.ts";

/** How often each release of a system decided in each month, holdbacks apart; a decision told twice counts once. */
export async function servedByMonth(entries: AsyncIterable<Envelope>, system: string): Promise<readonly Served[]> {
  const seen = new Set<string>();
  const counts = new Map<string, number>();
  for await (const entry of entries) {
    if (!isDecision(entry) || entry.body.system !== system || entry.body.purpose === "holdback") continue;
    if (seen.has(entry.id)) continue;
    seen.add(entry.id);
    const key = `${new Date(entry.at).toISOString().slice(0, 7)} ${entry.body.release}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, decisions]) => ({ month: key.slice(0, 7), release: key.slice(8), decisions }));
}

const isDecision = (entry: Envelope): entry is DecisionRecord => entry.kind === "decision";
