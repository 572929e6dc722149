import { evaluateRow } from "../features/index.ts";
import { rankCandidates } from "../policy/index.ts";
import type { CandidateRecord, DecisionBody } from "../records/index.ts";
import { ruleNodes } from "../system/index.ts";
import {
  filtersMet,
  flagCodes,
  givenUnder,
  isOutside,
  type Question,
  receiptHead,
  type Seen,
  type Served,
  see,
  seenOnline,
  servedTo,
} from "./opening.ts";
import { combineHeads, scoreHeads } from "./score.ts";
import type { ServingState } from "./serving-state.ts";

/** One of the things that compete in a request. */
export interface Candidate {
  /** The caller's own name for it, unique within the request. */
  readonly id: string;
  /** Values of fields that are this candidate's alone; they come before those of the request. */
  readonly given: unknown;
}

/** What is asked of a system that ranks: who it is for, what they share, and what competes. */
export interface RankQuestion extends Question {
  readonly candidates: readonly Candidate[];
}

/** A candidate while it is looked at. */
type Scored = Omit<CandidateRecord, "position">;

/**
 * Orders candidates, from the question to its receipt (without the time that it took). Pure, like `decideOne`. The rule
 * orders all of them where no model can; a candidate that breaks the contract or meets a filter is not shown.
 */
export function rankOne(state: ServingState, question: RankQuestion): Omit<DecisionBody, "took"> {
  const served = servedTo(state, question.entity);
  const shared = state.enforce(question.given);
  const seen = question.candidates.map((candidate) => ({
    candidate,
    ...see(state, { ...fields(question.given), ...fields(candidate.given) }, question.online),
  }));
  const { scored, reasons } = scoreAll(state, served, seen);
  const top = served.release.policy?.policy === "rank-by" ? served.release.policy.top : 0;
  const order = rankCandidates(
    { policy: "rank-by", top },
    scored.map(({ score }) => score ?? Number.NaN),
  );
  const positions = new Map(order.map((candidate, i) => [candidate, i + 1]));
  return {
    ...receiptHead(state, served),
    given: givenUnder(shared.row, question.given),
    features: {},
    ...seenOnline(question),
    heads: {},
    score: null,
    answer: order.map((i) => scored[i]?.id ?? ""),
    candidates: scored.map((one, i) => ({ ...one, position: positions.get(i) ?? null })),
    propensity: 1,
    acted: false,
    reasons,
  };
}

function fields(given: unknown): object {
  return typeof given === "object" && given !== null ? given : {};
}

interface SeenCandidate extends Seen {
  readonly candidate: Candidate;
}

function scoreAll(
  state: ServingState,
  served: Served,
  seen: readonly SeenCandidate[],
): { readonly scored: readonly Scored[]; readonly reasons: readonly string[] } {
  const why = whyRule(served);
  const all = (score: Scorer): readonly Scored[] => seen.map((one) => scoreCandidate(state, one, score));
  if (why.length > 0) return { scored: all(byRule(state)), reasons: why };
  const scored = all(byHeads(served));
  const isLost = scored.every(({ score }) => score === null) && scored.some(({ reasons }) => reasons.some(isFailure));
  return isLost
    ? { scored: all(byRule(state)), reasons: ["fallback.no-score"] }
    : { scored, reasons: ["policy.ranked-by-score"] };
}

/** Why the rule orders the candidates; empty where the heads do. */
function whyRule({ release, allocation }: Served): readonly string[] {
  if (release.kind === "rule") return ["rule"];
  const unusable = Object.keys(release.unusable);
  if (unusable.length > 0) return unusable.map((head) => `fallback.model-unusable:${head}`);
  return allocation.purpose === "holdback" ? ["holdback"] : [];
}

function isFailure(reason: string): boolean {
  return reason.startsWith("fallback.");
}

/** What a candidate is ordered by, and why it has no score. */
type Scorer = (seen: Seen) => Pick<Scored, "heads" | "score" | "reasons">;

function byRule({ system }: ServingState): Scorer {
  return ({ row }) => {
    const { rule } = evaluateRow(ruleNodes(system), row);
    return { heads: {}, score: typeof rule === "number" ? rule : null, reasons: [] };
  };
}

function byHeads({ release }: Served): Scorer {
  return ({ features }) => {
    const found = scoreHeads(release, features);
    const score = combineHeads(found, release);
    const failed = found.failed.map((head) => `fallback.head-failed:${head}`);
    return Number.isNaN(score)
      ? { heads: found.heads, score: null, reasons: failed.length > 0 ? failed : ["fallback.no-score"] }
      : { heads: found.heads, score, reasons: failed };
  };
}

/** A candidate that must not be shown has no score, whatever it would have been. */
function scoreCandidate(state: ServingState, { candidate, ...seen }: SeenCandidate, score: Scorer): Scored {
  const barred = [...(isOutside(seen.flags) ? ["outside-contract"] : []), ...filtersMet(state, seen.row)];
  const found = score(seen);
  return {
    id: candidate.id,
    given: givenUnder(seen.row, candidate.given),
    features: seen.features,
    heads: found.heads,
    score: barred.length > 0 ? null : found.score,
    reasons: [...barred, ...found.reasons, ...flagCodes(seen.flags)],
  };
}
