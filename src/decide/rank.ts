import { column } from "../data/index.ts";
import { evaluateAll } from "../features/index.ts";
import type { SettledRanking, Slot } from "../policy/index.ts";
import type { DecisionBody } from "../records/index.ts";
import { ruleNodes } from "../system/index.ts";
import { countsBeside } from "./beside.ts";
import {
  givenUnder,
  onlineCodes,
  receiptHead,
  type Served,
  seenLimits,
  seenOnline,
  servedTo,
  storedGiven,
} from "./opening.ts";
import { arrange, placed } from "./ranking/arrange.ts";
import { type Competing, type RankQuestion, readCandidates, recorder, type Unplaced } from "./ranking/candidates.ts";
import { draftTeams, type TeamSlot } from "./ranking/draft-teams.ts";
import { scoreCandidates } from "./ranking/score-candidates.ts";
import { attempt, whoAnswered, whyNotAsked } from "./score.ts";
import type { ServingState } from "./serving-state.ts";

export type { Candidate, RankQuestion } from "./ranking/candidates.ts";

/**
 * Orders candidates, from the question to its receipt (without the time that it took). Pure, like `decideOne`. The rule
 * orders all of them where no model can; a candidate that breaks the contract or meets a filter is not shown.
 */
export function rankOne(state: ServingState, question: RankQuestion): Omit<DecisionBody, "took"> {
  const served = servedTo(state, question);
  const given = question.candidates.some(({ seen }) => seen !== undefined)
    ? storedGiven(question)
    : givenUnder(state.enforce(question.given).row, question.given);
  const own = orderBy(state, served, question);
  const { beside: release } = served;
  const isShared = served.terms?.design === "interleaving" && release !== undefined;
  const { competing, found, slots } = isShared
    ? interleaved(own, orderBy(state, { ...served, release }, question), question.id)
    : own;
  const { sources } = question;
  return {
    ...receiptHead(state, served),
    eligible: countsBeside(served, { answer: idsOf(own) }, (other) => ({
      answer: idsOf(orderBy(state, { ...served, release: other }, question)),
    })),
    given,
    features: {},
    ...seenOnline(question),
    ...seenLimits(question),
    ...(sources === undefined ? {} : { sources }),
    heads: {},
    score: null,
    answer: idsOf({ competing, slots }),
    candidates: placed(found.unplaced, slots, state.system),
    propensity: slots.reduce((product, { propensity }) => product * propensity, 1),
    acted: false,
    ...found.who,
    reasons: [...found.reasons, ...overCodes(question), ...onlineCodes(question)],
  };
}

/** The sources of which more came than was asked about. */
function overCodes({ sources = {} }: RankQuestion): readonly string[] {
  return Object.entries(sources).flatMap(([name, { over = 0 }]) => (over > 0 ? [`source.over:${name}`] : []));
}

/** An order by one release. */
function orderBy(state: ServingState, served: Served, question: RankQuestion): Ordered {
  const competing = readCandidates(state, served.release, question);
  const settled = settledOf(served);
  const found = scoreAll({ state, served, competing, question, settled });
  return { competing, found, slots: arrange(settled, { competing, scores: found.order, id: question.id }) };
}

interface Ordered {
  readonly competing: Competing;
  readonly found: Found;
  readonly slots: readonly (Slot & Partial<Pick<TeamSlot, "team">>)[];
}

function idsOf({ competing, slots }: Pick<Ordered, "competing" | "slots">): readonly string[] {
  return slots.map(({ contender }) => competing.candidates[contender]?.id ?? "");
}

/** One order of two: what is shown was seen by the release that put it there, everything else by the first. */
function interleaved(control: Ordered, treatment: Ordered, id: string): Ordered {
  const slots = draftTeams(control.slots, treatment.slots, id);
  const theirs = new Set(slots.flatMap(({ team, contender }) => (team === "treatment" ? [contender] : [])));
  const unplaced = control.found.unplaced.map((one, i) => (theirs.has(i) ? (treatment.found.unplaced[i] ?? one) : one));
  const reasons = [...new Set([...control.found.reasons, ...treatment.found.reasons])];
  return { competing: control.competing, found: { ...control.found, unplaced, reasons }, slots };
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
  const record = recorder(competing);
  const unplaced = told.map((why, i) => {
    const score = scores[i] as number;
    return record(i, { heads: heads[i] ?? {}, score: Number.isNaN(score) ? null : score, reasons: why });
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
  const said = attempt(() => column(evaluateAll(ruleNodes(system), competing.table), "rule"));
  const count = competing.candidates.length;
  const scores = said?.kind === "number" ? said.values : new Float64Array(count).fill(Number.NaN);
  const record = recorder(competing);
  const unplaced = competing.candidates.map((_, i) => {
    const score = scores[i] as number;
    return record(i, { heads: {}, score: Number.isNaN(score) ? null : score, reasons: [] });
  });
  if (system.default === "as-given" && scores.every(Number.isNaN)) {
    const order = Float64Array.from({ length: count }, (_, i) => -i);
    return { order, unplaced, who: { level: "default" }, reasons: [...reasons, "rule.no-answer", "default"] };
  }
  const who = reasons.some(isFailure) ? { level: "rule" as const } : {};
  return { order: scores, unplaced, who, reasons };
}
