import type { DecisionRecord } from "../records/index.ts";

const UNLOGGED = "journal.unlogged";

/** A decision that was made and could not be stored, where it may be answered all the same: its reasons say so. */
export function asUnlogged(record: DecisionRecord): DecisionRecord {
  const { body } = record;
  return { ...record, body: { ...body, reasons: [...body.reasons, UNLOGGED] } };
}

/** Whether a decision is answered and not stored. */
export function isUnlogged({ body }: DecisionRecord): boolean {
  return body.reasons.includes(UNLOGGED);
}
