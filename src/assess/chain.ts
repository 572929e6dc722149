import { isInsufficient } from "../kernel/index.ts";
import { stakesOf } from "../objective/index.ts";
import { formatNumber } from "../report/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import type { Findings } from "./evidence.ts";
import { hasSignal } from "./quick-fit.ts";
import { wordArea, wordGain } from "./words.ts";

/** One step from what the business wants to what an algorithm minimises. Every step is a hypothesis. */
export interface ChainLink {
  readonly link: "business goal" | "analytics problem" | "ML objective" | "loss";
  readonly sentence: string;
  /** Stated by somebody, measured here, assumed by somebody, or open. */
  readonly status: "stated" | "measured" | "assumed" | "open";
}

/** The chain, link by link. */
export function chainOf(system: SystemDefinition, outcome: string, found: Findings | null): readonly ChainLink[] {
  return [goalLink(system), problem(system, outcome), mlObjective(outcome, found), loss(system, outcome, found)];
}

/** What the business wants. */
export function goalLink({ objective }: SystemDefinition): ChainLink {
  const link = "business goal";
  if (!objective.stated)
    return { link, sentence: "Nobody has stated which business metric these decisions should move.", status: "open" };
  const { metric, direction, baseline, target, by, currency, asked } = objective;
  const amount = (value: number): string =>
    metric.unit === "money" ? formatNumber(value, { currency }) : formatNumber(value);
  const sentence = `${asked} wants to ${direction} ${metric.name} from ${amount(baseline)} to ${amount(target)} a year by ${by}.`;
  return { link, sentence, status: "stated" };
}

function problem(system: SystemDefinition, outcome: string): ChainLink {
  const { objective, entity, outcomes } = system;
  const { act, otherwise } = stakesOf(objective);
  const declared = outcomes[outcome];
  const moves = declared?.changedByActing === true ? `; acting is taken to change \`${outcome}\`` : "";
  const sentence = `For each ${entity === undefined ? "case" : `\`${entity}\``}, choose between ${act} and ${otherwise} by whether \`${outcome}\` happens within ${declared?.within ?? "its window"}${moves}.`;
  return { link: "analytics problem", sentence, status: problemStatus(system) };
}

function problemStatus({ objective }: SystemDefinition): ChainLink["status"] {
  if (!objective.stated) return "open";
  return objective.effect?.basis ?? "stated";
}

function mlObjective(outcome: string, found: Findings | null): ChainLink {
  const link = "ML objective";
  if (found === null || !hasSignal(found.signal))
    return {
      link,
      sentence: `Whether the probability of \`${outcome}\` can be predicted from these features is not shown.`,
      status: "open",
    };
  const sentence = `The probability of \`${outcome}\` can be predicted: ROC-AUC ${wordArea(found.signal.rocAuc)} on unseen rows.`;
  return { link, sentence, status: "measured" };
}

function loss({ heads, objective }: SystemDefinition, outcome: string, found: Findings | null): ChainLink {
  const head = Object.values(heads).find((one) => one.task === "binary" && one.label === outcome);
  const what =
    head === undefined
      ? "No head is declared; a model would minimise log loss"
      : `\`${head.learner.learner}\` minimises log loss`;
  const gain = found?.worth.overRule;
  const proven = objective.stated && gain !== undefined && !isInsufficient(gain) && gain.low > 0;
  const bridge = "and a threshold in money turns its probabilities into actions";
  if (!proven)
    return {
      link: "loss",
      sentence: `${what}, ${bridge}; that a lower loss earns more than the rule is not shown.`,
      status: "open",
    };
  const words = wordGain(gain, found?.worth.currency ?? "");
  return {
    link: "loss",
    sentence: `${what}, ${bridge}; on unseen rows they earn ${words} over the rule.`,
    status: found?.worth.basis ?? "measured",
  };
}
