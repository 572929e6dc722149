import { isInsufficient } from "../../kernel/index.ts";
import type { AnsweringSystem, HeadTask } from "../../system/index.ts";
import { type ChainLink, goalLink } from "../chain.ts";
import { wordGain, wordNames } from "../words.ts";
import { type AnswerFindings, hasSkill } from "./answer-evidence.ts";
import type { AnswerFacts } from "./answer-facts.ts";
import { wordAnswer, wordSkill } from "./answer-words.ts";

/** From the business goal to the loss, link by link. */
export function answerChain(
  system: AnsweringSystem,
  data: AnswerFacts,
  found: AnswerFindings | null,
): readonly ChainLink[] {
  return [goalLink(system), problem(system, data), mlObjective(data, found), loss(system, found)];
}

function problem({ entity, objective, outcomes }: AnsweringSystem, data: AnswerFacts): ChainLink {
  const within = outcomes[data.outcomes[0] ?? ""]?.within ?? "its window";
  const whom = entity === undefined ? "each case" : `each \`${entity}\``;
  return {
    link: "analytics problem",
    sentence: `For ${whom}, answer ${wordAnswer(data)}; the truth is known within ${within}.`,
    status: objective.stated ? "stated" : "open",
  };
}

function mlObjective({ outcomes }: AnswerFacts, found: AnswerFindings | null): ChainLink {
  const link = "ML objective";
  const what = wordNames(outcomes);
  if (found === null || !hasSkill(found.signal))
    return { link, sentence: `Whether ${what} can be predicted from these features is not shown.`, status: "open" };
  const sentence = `${what} can be predicted: skill ${wordSkill(found.signal.skill)} on unseen rows.`;
  return { link, sentence, status: "measured" };
}

const LOSSES: Readonly<Record<HeadTask, string>> = {
  binary: "log loss",
  multiclass: "log loss",
  hierarchical: "log loss, coarse then fine,",
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

function loss({ heads, objective, policy }: AnsweringSystem, found: AnswerFindings | null): ChainLink {
  const head = Object.values(heads)[0];
  const what =
    head === undefined
      ? "No head is declared; a model would minimise its task's loss"
      : `\`${head.learner.learner}\` minimises ${LOSSES[head.task]}`;
  const bridge = `${what.replace(/,$/, "")}, ${TURNED[policy.policy]}`;
  const gain = found?.worth.overRule;
  if (!objective.stated || gain === undefined || isInsufficient(gain) || gain.low <= 0)
    return {
      link: "loss",
      sentence: `${bridge}; that a lower loss earns more than the rule is not shown.`,
      status: "open",
    };
  const words = wordGain(gain, objective.currency);
  return { link: "loss", sentence: `${bridge}; on unseen rows that earns ${words} over the rule.`, status: "measured" };
}
