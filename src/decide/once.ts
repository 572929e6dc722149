import { defineError, type ErrorConstructor, hashValue, known } from "../kernel/index.ts";
import type { DecisionRecord } from "../records/index.ts";
import type { Journal } from "../store/index.ts";

export const decisionKeyReused: ErrorConstructor<{ readonly id: string }> = defineError("decide.key-reused", {
  headline: "A key that names another question",
  message: ({ id }: { readonly id: string }) =>
    `A key names one question, however often it is sent. This one already named another, which was answered by ${id}.`,
  hint: () => "Give each question a key of its own.",
});

/** What the id of a decision is made from that a caller gave a key, so that the journal itself tells a repetition. */
export function keyText(system: string, key: string): string {
  return JSON.stringify([system, key]);
}

/** The decision that was stored under this one's id before. Throws `decide.key-reused` when that was for another question. */
export async function storedBefore(journal: Journal, record: DecisionRecord): Promise<DecisionRecord> {
  const { id } = record;
  const before = known(await journal.find("decision", id), `decision ${id}, which is in the journal`) as DecisionRecord;
  if (hashValue(questionOf(before)) !== hashValue(questionOf(record))) throw decisionKeyReused({ id });
  return before;
}

/** What was asked, as the receipt has it. */
function questionOf({ subject, body }: DecisionRecord): object {
  const { system, given, candidates = [] } = body;
  return { subject, system, given, candidates: candidates.map((one) => [one.id, one.given]) };
}
