import { type Candidate, type ExchangeRate, MONEY_PER_DECISION } from "../../experiment/index.ts";
import { type Insufficient, isInsufficient } from "../../kernel/index.ts";
import { estimate, formatQuantity } from "../../report/index.ts";
import type { Estimated } from "../../stats/index.ts";

/** What to expect of the next candidate, in one sentence. */
export function forecastSentence(
  forecast: Estimated,
  { rate, delta, system }: Candidate & { readonly rate: ExchangeRate | Insufficient },
): string {
  const whose = system === "" ? "a candidate of a new system" : `a candidate of ${system}`;
  if (isInsufficient(forecast) || isInsufficient(rate))
    return `What ${whose} with a delta of ${delta.value} will bring cannot be told yet.`;
  const isMoney = rate.target === MONEY_PER_DECISION;
  const by = isMoney ? 1_000 : 1;
  const { value, low, high } = forecast;
  const unit = isMoney ? { currency: rate.currency } : "number";
  const amount = formatQuantity(
    estimate({ value: value * by, low: low * by, high: high * by }, unit, { signed: true }),
  );
  const per = isMoney ? "per 1,000 decisions" : `in ${rate.target}`;
  return `${whose.charAt(0).toUpperCase()}${whose.slice(1)} with a delta of ${delta.value} should bring ${amount} ${per}.`;
}
