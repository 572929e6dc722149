import { isInsufficient, wordInsufficient } from "../kernel/index.ts";
import type { Estimate, Estimated } from "../stats/index.ts";
import { decisionScale } from "./gate-value.ts";

/** What finished comparisons say of a candidate like this one. */
export interface PastForecast {
  /** The offline metric that was held against what came of it. */
  readonly metric: string;
  /** How many comparisons it is learned from. */
  readonly comparisons: number;
  /** Money per decision that such a candidate would bring online, with the interval for one more comparison. */
  readonly lift: Estimated;
}

/** Asks finished comparisons about a gain in money per decision, as it was judged on past decisions. */
export type AskPast = (gain: Estimate) => PastForecast;

/** What history adds to the gate's reasons. */
export interface HistoryFinding {
  readonly finding: "pass" | "insufficient";
  readonly message: string;
}

/**
 * Weighs a forecast. History is no proof: it never passes a candidate and never refuses one. It withholds the verdict
 * where candidates like this one have, beyond chance, lost money; an experiment can then tell.
 */
export function weighHistory(
  { metric, comparisons, lift }: PastForecast,
  money: (value: number) => string,
): HistoryFinding {
  if (isInsufficient(lift)) {
    const message = `What such a gain in ${metric} has been worth online is not known: ${wordInsufficient(lift)}.`;
    return { finding: "pass", message };
  }
  const { times, per } = decisionScale(lift.value);
  const range = `${money(lift.low * times)} to ${money(lift.high * times)}`;
  const amount = `${money(lift.value * times)} ${per} (${range})`;
  const past = `By ${comparisons} comparisons of the past, such a gain in ${metric}`;
  if (lift.high < 0)
    return {
      finding: "insufficient",
      message: `${past} has lost money online: ${amount}. Only an experiment can tell.`,
    };
  return { finding: "pass", message: `${past} brings ${amount} online. It is a forecast, and no proof.` };
}
