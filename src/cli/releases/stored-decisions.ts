import type { DecisionRecord, OutcomeRecord } from "../../records/index.ts";
import type { Journal } from "../../store/index.ts";
import { entriesOf } from "../decisions/read-journal.ts";

/** Receipts, and what was reported about them. */
export interface Stored {
  readonly decisions: readonly DecisionRecord[];
  readonly outcomes: readonly OutcomeRecord[];
}

interface Which {
  readonly system: string;
  /** The newest so many decisions. */
  readonly limit: number;
  readonly signal: AbortSignal;
}

/** Reads a system's newest decisions and their outcomes out of the journal, oldest first. */
export async function storedOf(journal: Journal, { system, limit, signal }: Which): Promise<Stored> {
  const decisions: DecisionRecord[] = [];
  const outcomes: OutcomeRecord[] = [];
  for await (const entry of entriesOf(journal, signal)) {
    if (entry.kind === "decision" && (entry as DecisionRecord).body.system === system)
      decisions.push(entry as DecisionRecord);
    if (entry.kind === "outcome" && (entry as OutcomeRecord).body.system === system)
      outcomes.push(entry as OutcomeRecord);
    // Now and then rather than at each: what falls out is moved in one piece.
    if (decisions.length > 2 * limit) decisions.splice(0, decisions.length - limit);
  }
  const newest = decisions.slice(-limit);
  const ids = new Set(newest.map(({ id }) => id));
  return { decisions: newest, outcomes: outcomes.filter(({ body }) => ids.has(body.decision)) };
}
