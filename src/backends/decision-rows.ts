import type { CandidateRecord, DecisionRecord } from "../records/index.ts";

/** One row of a decision, and the candidate that it is about when the decision was a ranking. */
export interface DecisionRow {
  readonly candidate: string | undefined;
  readonly row: Readonly<Record<string, unknown>>;
}

/**
 * A decision as rows: one, or one for each candidate of a ranking. The fields as they came keep their names, so that the
 * contract and the features of the system fit them; everything else stands under `feature.` and `decision.`.
 */
export function decisionRows(decision: DecisionRecord): readonly DecisionRow[] {
  const { given, features, candidates } = decision.body;
  const whole = { ...given, ...named("feature.", features), ...aboutDecision(decision) };
  if (candidates === undefined) return [{ candidate: undefined, row: whole }];
  return candidates.map((candidate) => ({ candidate: candidate.id, row: { ...whole, ...aboutCandidate(candidate) } }));
}

function aboutDecision({ id, at, subject, body }: DecisionRecord): Readonly<Record<string, unknown>> {
  const { arm, purpose, release, action, answer, propensity, acted, eligible, score } = body;
  return named("decision.", {
    id,
    at: new Date(at).toISOString(),
    entity: subject,
    arm,
    purpose,
    release,
    action,
    // An answer of several labels is no single value; its rows stand for it in a ranking.
    answer: Array.isArray(answer) ? undefined : answer,
    propensity,
    acted,
    eligible,
    score,
  });
}

function aboutCandidate({ id, given, features, score, position }: CandidateRecord): Readonly<Record<string, unknown>> {
  return { ...given, ...named("feature.", features), ...named("candidate.", { id, score, position }) };
}

function named(prefix: string, values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix + name, value]));
}
