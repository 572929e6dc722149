import { known } from "../../kernel/index.ts";
import { type Contender, orderChances, type SettledRanking } from "../../policy/index.ts";
import type { CandidateRecord, DecisionBody, DecisionRecord } from "../../records/index.ts";
import { type RankQuestion, rankOne } from "../rank.ts";
import { alikeIn, readCandidates } from "../ranking/candidates.ts";
import type { LoadedRelease, ServingState } from "../serving-state.ts";
import { type Arm, armsOf } from "./arms.ts";
import { questionOf } from "./question-of.ts";
import type { Under } from "./redecide.ts";
import type { Remade, RemadePart, Told } from "./remade.ts";

/**
 * Orders the candidates of a stored decision again, in the arm in which it was made: how likely each was to stand where it
 * stood, given what stands above. Throws what ranking throws.
 */
export function rerank(record: DecisionRecord, under: Under): Remade {
  const candidates = record.body.candidates ?? [];
  const shown = shownOf(candidates);
  const question = rankQuestionOf(record, candidates);
  const now = orderIn(armLike(under.now, record.body.arm), question, shown);
  const proposed = orderIn(armLike(under.proposed, record.body.arm), question, shown);
  const parts = shown.map((place, i): RemadePart => {
    const { id, propensity = Number.NaN } = candidates[place] as CandidateRecord;
    const [ofNow, ofProposed] = [now.chances[i] ?? 0, proposed.chances[i] ?? 0];
    const lost = (chance: number): number => (propensity === 1 ? 1 - chance : 0);
    return {
      about: id,
      logged: propensity,
      now: ofNow,
      proposed: ofProposed,
      untried: lost(ofProposed),
      untriedNow: lost(ofNow),
    };
  });
  const lost = parts.find(({ untried }) => untried > 0)?.untried ?? 0;
  return {
    id: record.id,
    at: record.at,
    entity: record.subject ?? record.id,
    parts,
    changed: now.told.answer === proposed.told.answer ? 0 : 1,
    untried: now.told.answer === proposed.told.answer ? 0 : lost,
    acts: null,
    from: now.told,
    to: proposed.told,
  };
}

/** Numbers of the candidates that were shown, from the top. */
function shownOf(candidates: readonly CandidateRecord[]): readonly number[] {
  const places = candidates.flatMap(({ position }, i) => (position === null ? [] : [{ position, i }]));
  return places.sort((a, b) => a.position - b.position).map(({ i }) => i);
}

function rankQuestionOf(record: DecisionRecord, candidates: readonly CandidateRecord[]): RankQuestion {
  const asked = candidates.map(({ id, given, source }) => ({ id, given, source }));
  return { ...questionOf(record), candidates: asked, sources: record.body.sources };
}

/** The arm of that name; where a plan has none any more, the one that most entities get. */
function armLike(state: ServingState, name: string): Arm {
  const arms = armsOf(state);
  return known(arms.find((arm) => arm.name === name) ?? arms[0], "a plan with an arm");
}

interface Ordered {
  readonly chances: readonly number[];
  readonly told: Told;
}

function orderIn({ alone }: Arm, question: RankQuestion, shown: readonly number[]): Ordered {
  const body = rankOne(alone, question);
  const release = known(alone.releases.get(body.release), `release ${body.release} is loaded`);
  const settled: SettledRanking = release.policy?.policy === "rank-by" ? release.policy : { policy: "rank-by", top: 0 };
  const contenders = contendersOf({ alone, release, settled, question }, body);
  return {
    chances: orderChances(settled, contenders, shown),
    told: { score: null, answer: JSON.stringify(body.answer ?? null) },
  };
}

interface Ranking {
  readonly alone: ServingState;
  readonly release: LoadedRelease;
  readonly settled: SettledRanking;
  readonly question: RankQuestion;
}

function contendersOf(
  { alone, release, settled, question }: Ranking,
  { candidates = [], level }: Pick<DecisionBody, "candidates" | "level">,
): readonly Contender[] {
  const { diversity = [] } = settled;
  const alike = diversity.length === 0 ? () => [] : alikeIn(readCandidates(alone, release, question), diversity);
  return candidates.map(({ score, source, reasons }, i): Contender => {
    // As they came: the default orders by that, and writes down no score.
    const byDefault = level === "default" && reasons.length === 0 ? -i : Number.NaN;
    return {
      score: score ?? byDefault,
      source,
      alike: alike(i),
    };
  });
}
