import { isInsufficient, wordInsufficient } from "../../kernel/index.ts";
import { advantage } from "../../objective/index.ts";
import { formatNumber } from "../../report/index.ts";
import { counted } from "../check/counted.ts";
import type { EffectPoint } from "../judge/candidate.ts";
import { howGoodWords, whatIsAnswered } from "./answers/sentences.ts";
import { decisionsIn, type Facts } from "./facts.ts";
import { recalibratedSentences } from "./recalibrated-words.ts";
import {
  about,
  clause,
  DECISIONS,
  moreOrLess,
  PER_DECISIONS,
  type Rival,
  rivalWords,
  share,
  spelled,
} from "./wording.ts";

/** The page in five sentences or so: what is decided, what it earns, on which ground, how well it ranks, what is next. */
export function summaryOf(facts: Facts): readonly string[] {
  return [
    whatIsDecided(facts),
    ...recalibratedSentences(facts.result),
    moneySentence(facts),
    groundSentence(facts),
    rankSentence(facts),
    nextSentence(facts),
  ].filter((sentence) => sentence !== "");
}

function whatIsDecided(facts: Facts): string {
  if (facts.kind === "answer") return whatIsAnswered(facts);
  const { system, stakes, result, outcome } = facts;
  const within = system.outcomes[outcome]?.within;
  const known = within === undefined ? "" : ` (known within ${spelled(within)})`;
  const room = result.capacity < 1 ? `, for ${share(result.capacity)} of decisions at most` : "";
  return `For each ${system.entity ?? "row"} the system chooses “${stakes.act}” or “${stakes.otherwise}”: “${stakes.act}” where “${outcome}”${known} is likely enough for it to pay${room}.`;
}

/** What it earns, against whom, and in a year. */
export function moneySentence(facts: Facts): string {
  const { result, head } = facts;
  const { perDecision } = result.judgement.model;
  const who = head === null && result.models.length === 0 ? "the rule" : "it";
  if (isInsufficient(perDecision)) return `What ${who} would earn cannot be said: ${wordInsufficient(perDecision)}.`;
  const amount = (value: number): string => about(value * DECISIONS, result.currency);
  const range = `between ${amount(perDecision.low)} and ${amount(perDecision.high)}`;
  const { verb, value } = earned(perDecision.value, amount);
  const base = `On ${counted(decisionsIn(facts), "past decision")} that it had not seen, ${who} would have ${verb} ${value} ${PER_DECISIONS} (${range})`;
  return `${base}${gains(facts)}.${yearWords(facts, perDecision.value)}`;
}

function earned(value: number, amount: (value: number) => string): { readonly verb: string; readonly value: string } {
  return value < 0 ? { verb: "lost", value: amount(-value) } : { verb: "earned", value: amount(value) };
}

function gains({ result }: Facts): string {
  if (result.models.length === 0) return "";
  const rivals: readonly Rival[] = ["rule", "constant", "champion"];
  const words = rivals.flatMap((rival) => {
    const gain = result.judgement.over[rival];
    if (gain === null || isInsufficient(gain)) return [];
    return [`${moreOrLess(gain.value, DECISIONS, result.currency)} than ${rivalWords(rival, result)}`];
  });
  return words.length === 0 ? "" : `: ${words.join(", ")}`;
}

function yearWords({ result, system }: Facts, perDecision: number): string {
  const { perYear, judgement } = result;
  if (perYear === null) return "";
  const overRule = judgement.over.rule;
  const more = isInsufficient(overRule)
    ? ""
    : `, ${moreOrLess(overRule.value, perYear, result.currency)} than the rule`;
  const { objective } = system;
  const target = objective.stated
    ? ` The target is ${about(objective.target, result.currency)} a year by ${objective.by}.`
    : "";
  return ` With ${counted(perYear, "decision")} a year that is ${about(perDecision * perYear, result.currency)} a year${more}.${target}`;
}

/** Whether the amounts stand on measurements or on beliefs, and how far a belief could move them. */
export function groundSentence(facts: Facts): string {
  const waiting = facts.result.gate.reasons.find(({ code }) => code === "latency.price");
  return waiting === undefined ? amountsSentence(facts) : `${amountsSentence(facts)} ${waiting.message}`;
}

function amountsSentence(facts: Facts): string {
  const { system } = facts;
  if (!system.objective.stated) return pointsSentence(facts);
  const { effect } = system.objective;
  if (effect === undefined || facts.kind === "answer")
    return "The amounts are measured: the stated payoff, applied to what really happened.";
  if (effect.basis === "measured")
    return `The amounts are measured: an experiment found that “${facts.stakes.act}” changes ${share(effect.value)} of the cases.`;
  const { stakes, result } = facts;
  const belief = `The amounts are assumed: nobody has measured that “${stakes.act}” changes ${share(effect.value)} of the cases.`;
  return `${belief}${rangeWords(result.overEffect, stakes.currency)}`;
}

function rangeWords(points: readonly EffectPoint[], currency: string): string {
  const known = points.flatMap(({ effect, perDecision }) => {
    if (isInsufficient(perDecision)) return [];
    const verb = perDecision.value < 0 ? "lose" : "earn";
    return [`${verb} ${about(Math.abs(perDecision.value) * DECISIONS, currency)} if it changes ${share(effect)}`];
  });
  const times = PER_DECISIONS.charAt(0).toUpperCase() + PER_DECISIONS.slice(1);
  return known.length === 0 ? "" : ` ${times} the same decisions would ${known.join(" and ")}.`;
}

function pointsSentence(facts: Facts): string {
  const open = "Nobody has stated the objective. Until somebody does, values are in";
  if (facts.kind === "answer") return `${open} ${facts.result.currency} and assumed.`;
  const { stakes } = facts;
  const { yes, no } = advantage(stakes);
  const points = (value: number): string => formatNumber(value, "number");
  return `${open} ${stakes.currency} and assumed: “${stakes.act}” counts ${points(yes)} where it was right and ${points(no)} where it was wrong.`;
}

/** How well it puts likely cases before unlikely ones, or how good its answers are. */
export function rankSentence(facts: Facts): string {
  if (facts.kind === "answer") return howGoodWords(facts);
  const { metrics } = facts;
  const auc = metrics.rocAuc;
  if (auc === undefined) return "";
  if (isInsufficient(auc)) return `How well it ranks cannot be said: ${wordInsufficient(auc)}.`;
  const digits = (value: number): string => value.toFixed(3);
  return `Given one case that came true and one that did not, it rates the true one higher ${share(auc.value)} of the time, where a coin gets 50% (ROC-AUC ${digits(auc.value)}, ${digits(auc.low)} to ${digits(auc.high)}).`;
}

function nextSentence({ result, system }: Facts): string {
  return `${result.adoption.message.replace(/[^.]$/, "$&.")} Next: ${nextStep(result, system.objective.stated)}.`;
}

/** What a person should do now. */
function nextStep({ gate: { verdict, reasons }, adoption }: Facts["result"], stated: boolean): string {
  if (reasons.some(({ code }) => code === "heads.none"))
    return "declare a head, to see whether a model would earn more than the rule";
  if (!stated) return "answer the three open questions below and state the objective";
  if (verdict === "pass") return "prove the gain in a randomised experiment; past decisions alone cannot";
  const open = reasons.filter(({ finding }) => finding === verdict);
  if (verdict === "refuse")
    return `${adoption.kind === "unchanged" ? "release something else in its place" : "keep what is served"}, and change what the gate refused${open[0] === undefined ? "" : ` (${clause(open[0].message).split(":")[0]})`}`;
  return "collect more data, or run an experiment: both narrow the intervals";
}
