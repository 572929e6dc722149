import { canonical } from "../kernel/index.ts";
import type { DecisionBody, DecisionRecord } from "../records/index.ts";
import { decideOne } from "./pipeline.ts";
import { rankOne } from "./rank.ts";
import type { ServingState } from "./serving-state.ts";

/** Whether a stored decision comes out the same when it is made again, and where it does not. */
export interface Replay {
  readonly same: boolean;
  /** Names of the receipt's parts that differ. */
  readonly differs: readonly string[];
}

/** Makes a decision again, from its receipt and the state of its traffic plan, and compares everything but the time it took. */
export function replay(record: DecisionRecord, state: ServingState): Replay {
  const { took: _took, ...then } = record.body;
  const now = decideAgain(record, state);
  const parts = Object.keys({ ...then, ...now }) as (keyof typeof then & keyof typeof now)[];
  const differs = parts.filter((part) => canonical(then[part] ?? null) !== canonical(now[part] ?? null));
  return { same: differs.length === 0, differs };
}

function decideAgain({ id, subject, body }: DecisionRecord, state: ServingState): Omit<DecisionBody, "took"> {
  const question = { id, entity: subject ?? "", given: body.given, online: body.online };
  if (body.candidates === undefined) return decideOne(state, question);
  return rankOne(state, { ...question, candidates: body.candidates.map(({ id, given }) => ({ id, given })) });
}
