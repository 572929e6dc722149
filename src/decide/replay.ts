import { canonical } from "../kernel/index.ts";
import type { CandidateRecord, DecisionBody, DecisionRecord } from "../records/index.ts";
import { goneSince, seenThen, stateThen } from "./as-then.ts";
import { decideOne } from "./pipeline.ts";
import { type RankQuestion, rankOne } from "./rank.ts";
import type { ServingState } from "./serving-state.ts";

/** Whether a stored decision comes out the same when it is made again, and where it does not. */
export interface Replay {
  readonly same: boolean;
  /** Names of the receipt's parts that differ. */
  readonly differs: readonly string[];
  /** Features that the system declares and did not when this was decided; absent where there are none. They took no part. */
  readonly added?: readonly string[];
  /**
   * Fields and features of the receipt that the system has no more, or means something else by; absent where there are none. Where
   * there are, features were taken as they were stored, and not computed again.
   */
  readonly gone?: readonly string[];
  /** Whether the contract is another one by now; absent where it is not. Its version is no part that is compared. */
  readonly contract?: "changed";
}

/** Makes a decision again, from its receipt and the state of its traffic plan, and compares everything but the time it took. */
export function replay(record: DecisionRecord, state: ServingState): Replay {
  const { took: _took, ...then } = record.body;
  const gone = goneSince(record, state);
  const made = gone.length === 0 ? decideAgain(record, stateThen(record, state)) : decideAsStored(record, state);
  const added = addedSince(made, then);
  const { contract } = made.versions;
  const now = asOf({ ...made, versions: { ...made.versions, contract: then.versions.contract } }, then);
  const later = LATER.filter((part) => then[part] === undefined);
  const named = Object.keys({ ...then, ...now }) as (keyof typeof then & keyof typeof now)[];
  const parts = named.filter((part) => !later.some((one) => one === part));
  const differs = parts.filter((part) => canonical(then[part] ?? null) !== canonical(now[part] ?? null));
  return {
    ...{ same: differs.length === 0, differs },
    ...(added.length === 0 ? {} : { added }),
    ...(gone.length === 0 ? {} : { gone }),
    ...(contract === then.versions.contract ? {} : { contract: "changed" }),
  };
}

/** Makes a decision again from what its receipt says was seen, where the given cannot be read again. */
function decideAsStored(record: DecisionRecord, state: ServingState): Body {
  const { candidates, ...question } = questionOf(record);
  const { body } = record;
  const then = stateThen(record, state);
  if (candidates === undefined) return decideOne(then, { ...question, seen: seenThen(body, body.online, state) });
  const seen = body.candidates ?? [];
  const asked = candidates.map((one, i) => {
    const { given = {}, features = {}, reasons = [] } = seen[i] ?? {};
    const whole = { given: { ...body.given, ...given }, features, reasons };
    return { ...one, seen: seenThen(whole, body.online, state) };
  });
  return rankOne(then, { ...question, candidates: asked });
}

/** Features that are computed now and were not when a receipt was written. */
function addedSince(now: Body, then: Body): readonly string[] {
  const before = then.candidates === undefined ? then.features : (then.candidates[0]?.features ?? {});
  const after = now.candidates === undefined ? now.features : (now.candidates[0]?.features ?? {});
  return Object.keys(after).filter((name) => !Object.hasOwn(before, name));
}

/** Parts of a receipt that older ones do not have: what they would have been is no difference. */
const LATER = ["level", "parts", "classes", "unusable"] as const;

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

/** A decision as a receipt of that age, and of the features of that time, would have told it. */
function asOf(made: Body, then: Body): Body {
  const now = { ...made, features: only(made.features, then.features) };
  const [first] = then.candidates ?? [];
  if (now.candidates === undefined || first === undefined) return now;
  const shown = then.candidates?.find(({ position }) => position !== null) ?? first;
  const later = shown.slot === undefined ? LATER_OF_CANDIDATES : [];
  const candidates = now.candidates.map((one, i) => {
    const kept = Object.entries(one).filter(([part]) => !later.some((name) => name === part));
    const features = only(one.features, then.candidates?.[i]?.features ?? {});
    return { ...Object.fromEntries(kept), features } as unknown as CandidateRecord;
  });
  return { ...now, candidates };
}

function only(features: Body["features"], named: Body["features"]): Body["features"] {
  return Object.fromEntries(Object.entries(features).filter(([name]) => Object.hasOwn(named, name)));
}
