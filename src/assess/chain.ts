import { type Effect, stakesOf } from "../objective/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import { type ChainLink, open, proven, refuted } from "./chain/chain-link.ts";
import { type Brought, goalLink } from "./chain/goal-link.ts";
import { lossLink } from "./chain/loss-link.ts";
import type { DataFacts } from "./data-facts.ts";
import type { Findings } from "./evidence.ts";
import type { ExperimentOutlook } from "./experiment-plan.ts";
import { hasSignal } from "./quick-fit.ts";
import { ENOUGH_EXAMPLES } from "./thresholds.ts";
import { yearSpan } from "./value/year-span.ts";
import { wordArea, wordCount, wordShare } from "./words.ts";
import type { Worth } from "./worth.ts";

/** What the chain of a system that acts or not rests on. */
export interface ChainCase {
  readonly system: SystemDefinition;
  readonly data: DataFacts;
  readonly found: Findings | null;
  readonly plan: ExperimentOutlook | null;
}

/** From the business goal to the loss, link by link. */
export function chainOf(all: ChainCase): readonly ChainLink[] {
  return [goalLink(all.system, broughtBy(all)), problem(all), mlObjective(all), loss(all)];
}

/** Over what is done today: nothing where the baseline is nothing, else the declared rule. */
function broughtBy({ system: { objective }, found, plan }: ChainCase): Brought {
  const fromNothing = !objective.stated || objective.baseline === 0;
  const of = fromNothing ? "overNothing" : "overRule";
  return {
    year: found === null ? null : yearOf(found.worth, of),
    over: fromNothing ? "acting on nobody" : "the declared rule",
    days: plan === null ? null : fromNothing ? plan.overNothing.days : plan.days,
  };
}

/** A year's gain with all that makes it uncertain; null while nobody has said how many decisions there are. */
export function yearOf(worth: Worth, of: "overNothing" | "overRule"): ReturnType<typeof yearSpan> {
  const { perYear, decisionsPerYear, overEffect } = worth;
  if (perYear === null || decisionsPerYear === null) return null;
  const ends = overEffect.map((end) => end[of]);
  const span = yearSpan(worth[of], ends);
  if (span === null) return null;
  const [value, low, high] = [span.value, span.low, span.high].map((amount) => amount * decisionsPerYear) as [
    number,
    number,
    number,
  ];
  return { value, low, high };
}

function problem({ system, data: { outcome } }: ChainCase): ChainLink {
  const { objective, entity, outcomes } = system;
  const { act, otherwise } = stakesOf(objective);
  const declared = outcomes[outcome];
  const changed = declared?.changedByActing === true;
  const link = "analytics problem";
  const sentence = `For each ${entity === undefined ? "case" : `\`${entity}\``}, choosing between ${act} and ${otherwise} by whether \`${outcome}\` happens within ${declared?.within ?? "its window"} ${changed ? `changes \`${outcome}\`, and so the metric` : "brings what the payoff says"}.`;
  const proof = "An experiment in which chance decides who is acted on.";
  if (!objective.stated)
    return open({
      link,
      sentence,
      because: "Nobody has stated what either is worth.",
      proof: "State the objective; then an experiment.",
    });
  if (!changed)
    return open({
      link,
      sentence,
      because: `The payoff is what ${objective.asked} says; nobody has measured it.`,
      proof,
    });
  return effectLink({ link, sentence, proof }, objective.effect, objective.asked);
}

function effectLink(
  { link, sentence, proof }: Pick<ChainLink, "link" | "sentence" | "proof">,
  effect: Effect | undefined,
  asked: string,
): ChainLink {
  if (effect === undefined) return open({ link, sentence, because: "Nobody has said in how many cases.", proof });
  const amount = `in ${wordShare(effect.value)} of the true cases (${wordShare(effect.range[0])} to ${wordShare(effect.range[1])})`;
  if (effect.basis === "measured") return proven({ link, sentence, because: `It was measured: ${amount}.` });
  return open({ link, sentence, because: `It is assumed by ${asked}: ${amount}.`, proof });
}

function mlObjective({ data: { outcome, rarer }, found }: ChainCase): ChainLink {
  const link = "ML objective";
  const sentence = `The probability of \`${outcome}\` can be predicted from these features.`;
  if (found === null)
    return open({
      link,
      sentence,
      because: `Nothing was fitted: ${wordCount(rarer)} examples are too few.`,
      proof: `${ENOUGH_EXAMPLES} examples of the rarer side or more.`,
    });
  const because = `ROC-AUC ${wordArea(found.signal.rocAuc)} on unseen rows; on a shuffled label ${wordArea(found.signal.permuted)}.`;
  if (hasSignal(found.signal)) return proven({ link, sentence, because });
  if (rarer >= ENOUGH_EXAMPLES) return refuted({ link, sentence, because });
  return open({ link, sentence, because, proof: `${ENOUGH_EXAMPLES} examples of the rarer side or more.` });
}

function loss({ system: { heads, objective }, data: { outcome }, found }: ChainCase): ChainLink {
  const head = Object.values(heads).find((one) => one.task === "binary" && one.label === outcome);
  const what =
    head === undefined
      ? "No head is declared; a model would minimise log loss"
      : `\`${head.learner.learner}\` minimises log loss`;
  return lossLink({
    bridge: `${what}, and a threshold in money turns its probabilities into actions`,
    objective,
    gain: found?.worth.overRule ?? null,
    atEnds: found?.worth.overEffect.map(({ overRule }) => overRule) ?? [],
  });
}
