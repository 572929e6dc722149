import type { DecisionRecord } from "../../records/index.ts";
import type { Question } from "../opening.ts";

/** The question that a receipt answers. */
export function questionOf({ id, subject, body }: DecisionRecord): Question {
  const { given, online, limits, skipped: skip } = body;
  return { id, entity: subject ?? "", given, online, limits, skip };
}
