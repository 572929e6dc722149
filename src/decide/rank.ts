import { column } from "../data/index.ts";
import { evaluateRows } from "../features/index.ts";
import type { SettledRanking } from "../policy/index.ts";
import type { DecisionBody } from "../records/index.ts";
import { ruleNodes } from "../system/index.ts";
import { givenUnder, onlineCodes, receiptHead, type Served, seenLimits, seenOnline, servedTo } from "./opening.ts";
import { arrange, placed } from "./ranking/arrange.ts";
import { type Competing, type RankQuestion, readCandidates, recordOf, type Unplaced } from "./ranking/candidates.ts";
import { scoreCandidates } from "./ranking/score-candidates.ts";
import { attempt, whoAnswered, whyNotAsked } from "./score.ts";
import type { ServingState } from "./serving-state.ts";

export type { Candidate, RankQuestion } from "./ranking/candidates.ts";

/**
 * Orders candidates, from the question to its receipt (without the time that it took). Pure, like `decideOne`. The rule
 * orders all of them where no model can; a candidate that breaks the contract or meets a filter is not shown.
 */
export function rankOne(state: ServingState, question: RankQuestion): Omit<DecisionBody, "took"> {
  const served = servedTo(state, question.entity);
  const shared = state.enforce(question.given);
  const competing = readCandidates(state, served.release, question);
  const settled = settledOf(served);
  const found = scoreAll({ state, served, competing, question, settled });
  const slots = arrange(settled, { competing, scores: found.order, id: question.id });
  const { sources } = question;
  return {
    ...receiptHead(state, served),
    given: givenUnder(shared.row, question.given),
    features: {},
    ...seenOnline(question),
    ...seenLimits(question),
    ...(sources === undefined ? {} : { sources }),
    heads: {},
    score: null,
    answer: slots.map(({ contender }) => competing.candidates[contender]?.id ?? ""),
    candidates: placed(found.unplaced, slots, state.system),
    propensity: slots.reduce((product, { propensity }) => product * propensity, 1),
    acted: false,
    ...found.who,
    reasons: [...found.reasons, ...onlineCodes(question)],
  };
}

/** The ranking of a release; one that was made for another policy shows nothing. */
function settledOf({ release: { policy } }: Served): SettledRanking {
  return policy?.policy === "rank-by" ? policy : { policy: "rank-by", top: 0 };
}

interface Asked {
  readonly state: ServingState;
  readonly served: Served;
  readonly competing: Competing;
  readonly question: RankQuestion;
  readonly settled: SettledRanking;
}

/** What candidates are ordered by, and what is written down of each. */
interface Found {
  readonly order: Float64Array;
  readonly unplaced: readonly Unplaced[];
  readonly who: Pick<DecisionBody, "level" | "instead">;
  readonly reasons: readonly string[];
}

function scoreAll(asked: Asked): Found {
  const { served, competing, question, settled } = asked;
  const why = whyRule(served);
  if (why.length > 0) return byRule(asked, why);
  const {
    heads,
    scores,
    reasons,
    why: failed,
    instead,
  } = scoreCandidates(competing, {
    release: served.release,
    settled,
    asking: question,
  });
  const told = competing.candidates.map((_, i) => {
    const lacks = Number.isNaN(scores[i]) && reasons[i]?.length === 0 && competing.barred[i]?.length === 0;
    return lacks ? ["fallback.no-score"] : (reasons[i] ?? []);
  });
  if (scores.every(Number.isNaN) && told.flat().some(isFailure)) return byRule(asked, ["fallback.no-score"]);
  const unplaced = told.map((why, i) => {
    const score = scores[i] as number;
    const found = { heads: heads[i] ?? {}, score: Number.isNaN(score) ? null : score, reasons: why };
    return recordOf(competing, i, found);
  });
  const who = whoAnswered({ instead, parts: {} });
  return { order: scores, unplaced, who, reasons: ["policy.ranked-by-score", ...failed] };
}

/** Why the rule orders the candidates; empty where the heads do. */
function whyRule({ release, allocation }: Served): readonly string[] {
  if (release.kind === "rule") return ["rule"];
  const missing = Object.keys(release.unusable).filter((head) => release.previous?.[head] === undefined);
  if (missing.length > 0) return missing.map((head) => whyNotAsked(head, release, {}) ?? head);
  return allocation.purpose === "holdback" ? ["holdback"] : [];
}

function isFailure(reason: string): boolean {
  return reason.startsWith("fallback.");
}

/** By what the rule says; where it says nothing of any candidate, in the order in which they came, if that is declared. */
function byRule({ state: { system }, competing }: Asked, reasons: readonly string[]): Found {
  const said = attempt(() => column(evaluateRows(ruleNodes(system), competing.rows), "rule"));
  const count = competing.rows.length;
  const scores = said?.kind === "number" ? said.values : new Float64Array(count).fill(Number.NaN);
  const unplaced = competing.candidates.map((_, i) => {
    const score = scores[i] as number;
    return recordOf(competing, i, { heads: {}, score: Number.isNaN(score) ? null : score, reasons: [] });
  });
  if (system.default === "as-given" && scores.every(Number.isNaN)) {
    const order = Float64Array.from({ length: count }, (_, i) => -i);
    return { order, unplaced, who: { level: "default" }, reasons: [...reasons, "rule.no-answer", "default"] };
  }
  const who = reasons.some(isFailure) ? { level: "rule" as const } : {};
  return { order: scores, unplaced, who, reasons };
}
