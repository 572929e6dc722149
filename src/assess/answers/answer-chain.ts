import type { AnsweringSystem, HeadTask } from "../../system/index.ts";
import { type ChainLink, open, proven, refuted } from "../chain/chain-link.ts";
import { goalLink } from "../chain/goal-link.ts";
import { lossLink } from "../chain/loss-link.ts";
import { ENOUGH_EXAMPLES } from "../thresholds.ts";
import { yearSpan } from "../value/year-span.ts";
import { wordNames } from "../words.ts";
import { type AnswerFindings, hasSkill } from "./answer-evidence.ts";
import type { AnswerFacts } from "./answer-facts.ts";
import { wordAnswer, wordExamples, wordSkill } from "./answer-words.ts";
import type { AnswerOutlook } from "./assessment.ts";

/** What the chain of a system that answers rests on. */
export interface AnswerChainCase {
  readonly system: AnsweringSystem;
  readonly data: AnswerFacts;
  readonly found: AnswerFindings | null;
  readonly plan: AnswerOutlook | null;
}

/** From the business goal to the loss, link by link. */
export function answerChain(all: AnswerChainCase): readonly ChainLink[] {
  const { system, found, plan } = all;
  const { objective } = system;
  const fromNothing = !objective.stated || objective.baseline === 0;
  const yearly = found?.worth.perYear ?? null;
  const brought = {
    year: yearSpan(yearly === null ? null : fromNothing ? yearly.overConstant : yearly.overRule, []),
    over: fromNothing ? `answering ${found?.worth.entrants.at(-1)?.name ?? "without looking"}` : "the declared rule",
    days: plan === null ? null : fromNothing ? plan.overConstant.days : plan.days,
  };
  return [goalLink(system, brought), problem(all), mlObjective(all), loss(all)];
}

function problem({ system: { entity, objective, outcomes }, data }: AnswerChainCase): ChainLink {
  const within = outcomes[data.outcomes[0] ?? ""]?.within ?? "its window";
  const whom = entity === undefined ? "each case" : `each \`${entity}\``;
  const link = "analytics problem";
  const sentence = `For ${whom}, answering ${wordAnswer(data)} brings what the payoff says; the truth is known within ${within}.`;
  if (!objective.stated)
    return open({
      link,
      sentence,
      because: "Nobody has stated what an answer is worth.",
      proof: "State the objective; then an experiment.",
    });
  return open({
    link,
    sentence,
    because: `The payoff is what ${objective.asked} says; what people do differently because of an answer is not in it.`,
    proof: "An experiment in which chance decides who gets which answers.",
  });
}

function mlObjective({ data, found }: AnswerChainCase): ChainLink {
  const link = "ML objective";
  const sentence = `${wordNames(data.outcomes)} can be predicted from these features.`;
  const proof = `${ENOUGH_EXAMPLES} examples or more: there are ${wordExamples(data)}.`;
  if (found === null)
    return open({ link, sentence, because: "Nothing was fitted: there are too few examples.", proof });
  const because = `Skill ${wordSkill(found.signal.skill)} on unseen rows, where 0 is knowing nothing; on a shuffled truth ${wordSkill(found.signal.permuted)}.`;
  if (hasSkill(found.signal)) return proven({ link, sentence, because });
  return data.examples >= ENOUGH_EXAMPLES
    ? refuted({ link, sentence, because })
    : open({ link, sentence, because, proof });
}

const LOSSES: Readonly<Record<HeadTask, string>> = {
  binary: "log loss",
  multiclass: "log loss",
  hierarchical: "log loss, coarse then fine",
  multilabel: "log loss of every label",
  regression: "squared error",
  ranking: "badly ordered pairs",
  blend: "the weighted sum of its losses",
};

const TURNED: Readonly<Record<AnsweringSystem["policy"]["policy"], string>> = {
  "pick-label": "and the label of most expected money is answered",
  "pick-labels": "and the labels worth giving are answered",
  "pick-value": "and the value of least expected loss is answered",
  "rank-by": "and the best are shown first",
};

function loss({ system: { heads, objective, policy }, found }: AnswerChainCase): ChainLink {
  const head = Object.values(heads)[0];
  const what =
    head === undefined
      ? "No head is declared; a model would minimise its task's loss"
      : `\`${head.learner.learner}\` minimises ${LOSSES[head.task]}`;
  return lossLink({
    bridge: `${what}, ${TURNED[policy.policy]}`,
    objective,
    gain: found?.worth.overRule ?? null,
    atEnds: [],
  });
}
