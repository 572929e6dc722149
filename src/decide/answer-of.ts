import type { DecisionRecord } from "../records/index.ts";
import type { Decided, Ranked } from "../wire/index.ts";
import { headAnswers } from "./head-answers.ts";
import type { ServingState } from "./serving-state.ts";

/** What a caller is told of a decision, in process and over HTTP alike. */
export function answerOf({ id, at, body }: DecisionRecord, state: ServingState | undefined): Decided {
  const { action, answer: given, interval, set, score, release, reasons, arm } = body;
  const decided = action === undefined ? { answer: given ?? null } : { action };
  const within = { ...(interval === undefined ? {} : { interval }), ...(set === undefined ? {} : { set }) };
  return { id, ...decided, ...within, score, heads: headAnswers(body, state), release, reasons, arm, at };
}

/** What a caller is told of an order. */
export function orderOf({ id, at, body }: DecisionRecord): Ranked {
  const { arm, release, reasons, answer, candidates = [] } = body;
  return {
    id,
    answer: Array.isArray(answer) ? answer : [],
    candidates: candidates.map(({ id: name, score, position, reasons: why }) => ({
      id: name,
      score,
      position,
      reasons: why,
    })),
    release,
    reasons,
    arm,
    at,
  };
}
