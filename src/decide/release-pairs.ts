import type { DecisionPair } from "../experiment/index.ts";
import { canonical, isAlidadeError } from "../kernel/index.ts";
import type { DecisionBody, DecisionRecord } from "../records/index.ts";
import { decideOne } from "./pipeline.ts";
import { rankOne } from "./rank.ts";
import { questionOf } from "./replay.ts";
import type { ServingState } from "./serving-state.ts";

/** Two releases that a state has loaded, by id. */
export interface ReleasePair {
  readonly control: string;
  readonly treatment: string;
}

/**
 * What two releases would have done with logged decisions. Pure: nothing is stored and nobody is told. A decision without a
 * known entity, and one that the contract of today refuses, is passed over.
 */
export function* releasePairs(
  records: Iterable<DecisionRecord>,
  state: ServingState,
  { control, treatment }: ReleasePair,
): Generator<DecisionPair> {
  const [one, other] = [alone(state, control), alone(state, treatment)];
  for (const record of records) {
    if (record.subject === undefined) continue;
    const said = [one, other].map((each) => attempt(() => decideAgain(record, each)));
    if (said.includes(undefined)) continue;
    yield { unit: record.subject, differs: canonical(said[0] ?? null) !== canonical(said[1] ?? null) };
  }
}

/** A state in which one release serves everybody. */
function alone(state: ServingState, release: string): ServingState {
  const allocations = [{ arm: "champion", release, share: 1, purpose: "champion" as const }];
  return { ...state, plan: { ...state.plan, allocations, experiments: [] } };
}

function decideAgain(record: DecisionRecord, state: ServingState): readonly unknown[] {
  const { candidates, ...question } = questionOf(record);
  const body: Pick<DecisionBody, "action" | "answer"> =
    candidates === undefined ? decideOne(state, question) : rankOne(state, { ...question, candidates });
  return [body.action ?? null, body.answer ?? null];
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (thrown) {
    if (isAlidadeError(thrown) && thrown.code.startsWith("data.")) return undefined;
    throw thrown;
  }
}
