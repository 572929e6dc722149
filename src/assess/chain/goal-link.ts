import type { Insufficient } from "../../kernel/index.ts";
import { estimate, formatNumber, formatQuantity, type Interval } from "../../report/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { capitalised, wordDays } from "../words.ts";
import { type ChainLink, open, refuted } from "./chain-link.ts";

/** What the decisions would bring in a year, and how long an experiment would take to prove it. */
export interface Brought {
  /** Null where nobody said how many decisions there are, or nothing was fitted. */
  readonly year: Interval | null;
  /** `acting on nobody`. */
  readonly over: string;
  readonly days: number | Insufficient | null;
}

/** That these decisions bring what the business wants. It can be refuted beforehand; only an experiment proves it. */
export function goalLink({ objective }: SystemDefinition, { year, over, days }: Brought): ChainLink {
  const link = "business goal";
  if (!objective.stated)
    return open({
      link,
      sentence: "These decisions move a business metric.",
      because: "Nobody has stated which business metric these decisions should move.",
      proof: "State the objective; then an experiment.",
    });
  const { metric, direction, baseline, target, by, currency, asked } = objective;
  const isMoney = metric.unit === "money";
  const amount = (value: number): string => (isMoney ? formatNumber(value, { currency }) : formatNumber(value));
  const sentence = `${capitalised(asked)} wants to ${direction} ${metric.name} from ${amount(baseline)} to ${amount(target)} a year by ${by}, and these decisions can bring it.`;
  const proof = `An experiment against ${over}${typeof days === "number" ? `: ${wordDays(days)} at this traffic` : ""}.`;
  if (!isMoney || year === null) {
    const because = isMoney
      ? "What they bring in a year is not known."
      : `What they bring is counted in ${currency}, and ${metric.name} is not.`;
    return open({ link, sentence, because, proof });
  }
  const wanted = Math.abs(target - baseline);
  const brings = `They would bring ${formatQuantity(estimate(year, { currency }))} a year over ${over}, with what is assumed; ${amount(wanted)} more than today are wanted`;
  if (year.high < wanted) return refuted({ link, sentence, because: `${brings}. Not even the best case brings that.` });
  return open({ link, sentence, because: `${brings}.`, proof });
}
