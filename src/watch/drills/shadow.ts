import { decideAgain, type ServingState } from "../../decide/index.ts";
import { isAlidadeError } from "../../kernel/index.ts";
import type { CandidateRecord, DecisionBody, DecisionRecord, Envelope } from "../../records/index.ts";
import type { Asked, Happening, Stream } from "../faults/happening.ts";

/** How a shadow decides. */
export interface Shadowing {
  /** What decides about a question. */
  stateFor(asked: Asked): ServingState;
  /** Changes a receipt before it is written. Default: it stays. */
  readonly receipt?: (body: DecisionBody, asked: Asked) => DecisionBody;
}

/**
 * Decides again about everything that was asked, and gives what a journal would hold then. A question that is refused, as one
 * that is not what the contract names, leaves no decision. Nothing is written anywhere.
 */
export function* shadowOf(stream: Stream, shadowing: Shadowing): Generator<Envelope> {
  for (const one of stream) {
    const entry = entryOf(one, shadowing);
    if (entry !== undefined) yield entry;
  }
}

function entryOf(one: Happening, shadowing: Shadowing): Envelope | undefined {
  const { id, at } = one;
  if (one.kind === "reported") return { v: 1, kind: "outcome", id, at, body: one.body };
  if (one.kind === "pushed") return { v: 1, kind: "event", id, at, body: one.body };
  return decided(one, shadowing);
}

function decided(asked: Asked, { stateFor, receipt }: Shadowing): DecisionRecord | undefined {
  const record = questionAgain(asked);
  try {
    const body = { ...decideAgain(record, stateFor(asked)), took: asked.served.body.took };
    return { ...record, body: receipt === undefined ? body : receipt(body, asked) };
  } catch (thrown) {
    if (isAlidadeError(thrown)) return undefined;
    throw thrown;
  }
}

/** The receipt as it would have begun, had that been asked. What the caller did not say then, such as a time, is as it was. */
function questionAgain({ id, at, entity, given, candidates, online, served }: Asked): DecisionRecord {
  const { online: _online, candidates: _candidates, ...rest } = served.body;
  const body: DecisionBody = {
    ...rest,
    given,
    ...(online === undefined ? {} : { online }),
    ...(candidates === undefined ? {} : { candidates: candidates as readonly CandidateRecord[] }),
  };
  return { v: 1, kind: "decision", id, at, subject: entity, body };
}
