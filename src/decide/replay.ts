import { canonical } from "../kernel/index.ts";
import type { CandidateRecord, DecisionBody, DecisionRecord } from "../records/index.ts";
import { decideOne } from "./pipeline.ts";
import { type RankQuestion, rankOne } from "./rank.ts";
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
  const now = asOf(decideAgain(record, state), then);
  const later = LATER.filter((part) => then[part] === undefined);
  const named = Object.keys({ ...then, ...now }) as (keyof typeof then & keyof typeof now)[];
  const parts = named.filter((part) => !later.some((one) => one === part));
  const differs = parts.filter((part) => canonical(then[part] ?? null) !== canonical(now[part] ?? null));
  return { same: differs.length === 0, differs };
}

/** Parts of a receipt that older ones do not have: what they would have been is no difference. */
const LATER = ["level", "parts"] as const;

/** Makes a decision again from its receipt, under any state. Throws what deciding throws. */
export function decideAgain(record: DecisionRecord, state: ServingState): Omit<DecisionBody, "took"> {
  const { candidates, ...question } = questionOf(record);
  return candidates === undefined ? decideOne(state, question) : rankOne(state, { ...question, candidates });
}

/** What was asked when a decision was made; with its candidates where it was a ranking. */
export function questionOf({
  id,
  at,
  subject,
  body,
}: DecisionRecord): Omit<RankQuestion, "candidates"> & Partial<Pick<RankQuestion, "candidates">> {
  const { given, online, limits, skipped: skip, sources } = body;
  const question = { id, at, entity: subject ?? "", given, online, limits, skip, sources };
  if (body.candidates === undefined) return question;
  return { ...question, candidates: body.candidates.map(({ id, given, source }) => ({ id, given, source })) };
}

type Body = Omit<DecisionBody, "took">;

/** Parts of a candidate that older receipts do not have. */
const LATER_OF_CANDIDATES = ["slot", "propensity", "examined"] as const;

/** A decision as a receipt of that age would have told it. */
function asOf(now: Body, then: Body): Body {
  const [first] = then.candidates ?? [];
  const shown = then.candidates?.find(({ position }) => position !== null) ?? first;
  if (now.candidates === undefined || shown === undefined || shown.slot !== undefined) return now;
  const candidates = now.candidates.map((one) => {
    const kept = Object.entries(one).filter(([part]) => !LATER_OF_CANDIDATES.some((later) => later === part));
    return Object.fromEntries(kept) as unknown as CandidateRecord;
  });
  return { ...now, candidates };
}
