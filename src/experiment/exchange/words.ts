import { decisionScale } from "../../evaluate/index.ts";
import { type Insufficient, isInsufficient, wordInsufficient } from "../../kernel/index.ts";
import { formatNumber } from "../../report/index.ts";
import type { Estimate } from "../../stats/index.ts";
import { MONEY_PER_DECISION } from "../archive/comparison.ts";
import type { ExchangeQuestion, LeftOutReason } from "./pairs.ts";
import type { ExchangeRate } from "./rate.ts";

/** How much of a metric people speak of as one: a point of a share is a hundredth, of money it is one. */
export interface Portion {
  readonly size: number;
  /** `One point (0.01) of rocAuc`. */
  readonly words: string;
}

/** A metric in words: `money per decision`, `rocAuc`. */
export function wordMetric(metric: string): string {
  return metric === MONEY_PER_DECISION ? "money per decision" : metric;
}

/** The portion of a metric that a rate is told for; without a currency, money is told as money. */
export function portionOf(metric: string, currency?: string): Portion {
  if (metric !== MONEY_PER_DECISION) return { size: 0.01, words: `One point (0.01) of ${metric}` };
  const one = currency === undefined ? "Money per decision" : `${formatNumber(1, { currency })} a decision`;
  return { size: 1, words: `${one}, judged offline,` };
}

/** A number's own words in the target. */
export interface TargetScale {
  readonly times: number;
  /** `a decision`, `per 1,000 decisions`; empty for what is not money. */
  readonly per: string;
  amount(value: number): string;
}

/** The scale on which lifts in a target can be read. */
export function targetScale(
  { target, currency }: Pick<ExchangeRate, "target" | "currency">,
  typical: number,
): TargetScale {
  if (target !== MONEY_PER_DECISION)
    return { times: 1, per: "", amount: (value) => formatNumber(short(value), "number") };
  const { times, per } = decisionScale(typical);
  return { times, per, amount: (value) => formatNumber(short(value * times), { currency }) };
}

/** Three digits. */
function short(value: number): number {
  return Number(value.toPrecision(3));
}

/** What a portion has been worth, in one sentence. */
export function exchangeSentence(
  rate: ExchangeRate | Insufficient,
  { metric }: Pick<ExchangeQuestion, "metric">,
): string {
  if (isInsufficient(rate)) {
    const { words } = portionOf(metric);
    return `What ${lower(words)} has been worth online is unknown: ${wordInsufficient(rate)}.`;
  }
  const portion = portionOf(metric, rate.currency);
  const worth = perPortion(rate.rate, portion);
  const scale = targetScale(rate, worth.value);
  const range = `${formatNumber(worth.level, "percent", 0)} interval: ${scale.amount(worth.low)} to ${scale.amount(worth.high)}`;
  const many = `${rate.comparisons} comparisons`;
  const per = scale.per === "" ? `of ${wordMetric(rate.target)}` : scale.per;
  if (worth.low <= 0 && worth.high >= 0)
    return `No relation shown: ${lower(portion.words)} has been worth ${scale.amount(worth.value)} ${per} online, and as well nothing, by ${many} (${range}).`;
  return `${portion.words} has been worth ${scale.amount(worth.value)} ${per} online, by ${many} (${range}).`;
}

/** The rate for one portion. */
export function perPortion({ value, low, high, level }: Estimate, { size }: Portion): Estimate {
  return { value: value * size, low: low * size, high: high * size, level };
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

const REASONS: Readonly<Record<LeftOutReason, string>> = {
  "not-randomised": "observational: nobody settled by lot who got what, so it is no proof",
  invalid: "invalid",
  holdback: "holdbacks: they measure everything together",
  "same-release": "of one release with itself, slowed or paused",
  "metric-absent": "without this metric",
  "offline-error-is-a-bound": "both evaluations used the same decisions, so the error of their difference is not known",
  "error-correlation-unknown": "how the errors of proxy and money go together was not kept",
  "other-currency": "in another currency",
};

/** What was left out and why, a sentence for each reason. */
export function leftOutSentences({ leftOut }: Pick<ExchangeRate, "leftOut">): readonly string[] {
  return Object.entries(leftOut).map(([reason, count]) => `${count} left out: ${REASONS[reason as LeftOutReason]}.`);
}
