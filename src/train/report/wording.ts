import type { Standings } from "../../evaluate/index.ts";
import { isInsufficient } from "../../kernel/index.ts";
import type { Extract } from "../../policy/index.ts";
import { estimate, formatNumber, type Quantity, type QuantityOptions, type Value } from "../../report/index.ts";
import { type Estimated, mapEstimate } from "../../stats/index.ts";
import type { TrainResult } from "../run/result.ts";
import type { Facts } from "./facts.ts";

/** Money per decision is too small to read; per this many it is not. */
export const DECISIONS = 1_000;

/** The words for it: `per 1,000 decisions`. */
export const PER_DECISIONS: string = `per ${formatNumber(DECISIONS, "count")} decisions`;

/** The unit of a column or an axis: a word that is no currency stands in the label, not beside every number. */
export function moneyUnit(currency: string): Quantity["unit"] {
  return isCurrency(currency) ? { currency } : "number";
}

/** `Gain per 1,000 decisions`, `Gain in points per 1,000 decisions`. */
export function moneyLabel(what: string, currency: string): string {
  return isCurrency(currency) ? `${what} ${PER_DECISIONS}` : `${what} in ${currency} ${PER_DECISIONS}`;
}

function isCurrency(word: string): boolean {
  return /^[A-Z]{3}$/.test(word);
}

/** The same money for 1,000 decisions. */
export function perThousand(perDecision: Estimated): Estimated {
  return isInsufficient(perDecision) ? perDecision : mapEstimate(perDecision, (value) => value * DECISIONS);
}

/** Money for 1,000 decisions as a cell: the estimate with its interval, or why there is none. */
export function moneyCell(perDecision: Estimated, { result }: Facts, options: QuantityOptions = {}): Value {
  const money = perThousand(perDecision);
  return isInsufficient(money) ? money : estimate(money, moneyUnit(result.currency), options);
}

/** An amount for a sentence: three digits, no cents from 100 on. */
export function about(amount: number, currency: string): string {
  const rounded = Number(amount.toPrecision(3));
  return Math.abs(rounded) < 100 ? formatNumber(rounded, { currency }) : formatNumber(rounded, { currency }, 0);
}

/** A share for a sentence: `10%`, `7.9%`. */
export function share(value: number): string {
  return formatNumber(value, "percent").replace(/\.0+%$/, "%");
}

const UNITS: Readonly<Record<string, string>> = { s: "second", m: "minute", h: "hour", d: "day", w: "week" };

/** `30d` as a person says it: `30 days`. */
export function spelled(duration: string): string {
  const [, count = "", unit = ""] = /^([\d.]+)([smhdw])$/.exec(duration) ?? [];
  const word = UNITS[unit];
  return word === undefined ? duration : `${count} ${word}${count === "1" ? "" : "s"}`;
}

/** A sentence as a part of another: first letter small, no full stop. */
export function clause(sentence: string): string {
  return (sentence.charAt(0).toLowerCase() + sentence.slice(1)).replace(/\.$/, "");
}

/** What the best decision that looks at nothing does. */
export function constantWords(result: TrainResult): string {
  const { judgement } = result;
  if (result.kind === "answer") return judgement.constant.name;
  const { capacity } = result;
  if (judgement.constant.name === "never act") return "never acting";
  return capacity < 1 ? `acting on a random ${share(capacity)}` : "acting every time";
}

export type Rival = keyof Standings["over"];

/** Whom the model was compared with, in words that fit after "than". */
export function rivalWords(rival: Rival, result: TrainResult): string {
  if (rival === "constant") return constantWords(result);
  return rival === "rule" ? "the rule" : "the model in use";
}

/** `about $4,100 more`, `about $20 less`. */
export function moreOrLess(perDecision: number, times: number, currency: string): string {
  return `${about(Math.abs(perDecision) * times, currency)} ${perDecision < 0 ? "less" : "more"}`;
}

/** Which labels are given, in words: `each that is worth giving`. */
export function wordExtract(extract: Extract): string {
  if (extract === "expected-value") return "each that is worth giving";
  if ("threshold" in extract) return `each with a probability of ${share(extract.threshold)} or more`;
  if ("top" in extract) return extract.top === 1 ? "the likeliest one" : `the ${extract.top} likeliest`;
  return "each that reaches a threshold of its own";
}
