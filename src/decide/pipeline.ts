import type { DecisionBody } from "../records/index.ts";
import { isActing } from "../system/index.ts";
import { type ActCase, act } from "./act.ts";
import { answer } from "./answer.ts";
import { countsBeside } from "./beside.ts";
import {
  farFrom,
  flagCodes,
  givenUnder,
  onlineCodes,
  type Question,
  receiptHead,
  see,
  seenLimits,
  seenOnline,
  servedTo,
  storedGiven,
} from "./opening.ts";
import type { ServingState } from "./serving-state.ts";

/**
 * One decision, from the question to its receipt (without the time that it took). Pure: the same state and question give
 * the same receipt, which is what replay checks. Throws `data.given-wrong-type` when the given is not what the contract
 * names; everything else has an answer.
 */
export function decideOne(state: ServingState, question: Question): Omit<DecisionBody, "took"> {
  const seen = question.seen ?? see(state, question.given, question.online);
  const served = servedTo(state, question);
  const far = farFrom(served.release, seen);
  const asked = { served, seen, far, question };
  const decided = decideBy(state, asked);
  return {
    ...receiptHead(state, served),
    eligible: countsBeside(served, decided, (release) =>
      decideBy(state, { ...asked, served: { ...served, release }, far: farFrom(release, seen) }),
    ),
    given: question.seen === undefined ? givenUnder(seen.row, question.given) : storedGiven(question),
    features: seen.features,
    ...seenOnline(question),
    ...seenLimits(question),
    ...decided,
    reasons: [
      ...decided.reasons,
      ...flagCodes(seen.flags),
      ...onlineCodes(question),
      ...far.map((name) => `input.far:${name}`),
    ],
  };
}

function decideBy(state: ServingState, asked: ActCase): ReturnType<typeof act> | ReturnType<typeof answer> {
  return isActing(state.system) ? act(state, asked) : answer(state, asked);
}
