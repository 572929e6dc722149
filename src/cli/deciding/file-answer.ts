import type { DecisionRecord } from "../../records/index.ts";

/** What became of one row. */
export type FileAnswer = { readonly place: number; readonly entity: string | number } & (
  | { readonly record: DecisionRecord }
  | { readonly problem: string; readonly code: string }
);

/** A file of answers that is there when all of them are in it. */
export interface AnswersOut {
  write(answers: readonly FileAnswer[]): Promise<void>;
  /** Gives the file its name. */
  finish(): Promise<void>;
  /** Leaves nothing behind, unless it is finished. */
  close(): Promise<void>;
}

/** The columns of a file that has some. */
export const COLUMNS = ["row", "entity", "id", "answer", "score", "arm", "release", "reasons", "problem"] as const;

/** One row of such a file; what there is none of is an empty text. */
export function cellsOf(answer: FileAnswer): readonly (string | number)[] {
  const { place, entity } = answer;
  if (!("record" in answer)) return [place, entity, "", "", "", "", "", "", answer.problem];
  const { id, body } = answer.record;
  const given = body.action ?? body.answer ?? "";
  const words = typeof given === "object" ? given.join("|") : given;
  return [place, entity, id, words, body.score ?? "", body.arm, body.release, body.reasons.join("|"), ""];
}
