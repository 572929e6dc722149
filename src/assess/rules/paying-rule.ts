import { advantage, type Stakes } from "../../objective/index.ts";
import type { SearchedRule } from "./found-rule.ts";
import { type RuleData, trialOf } from "./trial.ts";

/** The money in which a rule is judged, and the share of decisions that can be acted on. */
export interface RuleTerms {
  readonly stakes: Stakes;
  readonly capacity: number;
}

/** A rule that says yes where that pays: what somebody would declare who took the found rule at its word. */
export interface PayingRule {
  readonly words: string;
  /** 1 where it acts, of every judged row; no row by a rule that saw it. */
  readonly acts: Float64Array;
}

/** Puts the cut of a found rule where acting earns most. Every fit puts its own, on the rows that it learns from. */
export function payingRule(data: RuleData, rule: SearchedRule, terms: RuleTerms): PayingRule {
  const cutOn = (rows: Int32Array, rates: Float64Array): number =>
    payingCut(
      rates,
      rows.map((row) => data.label[row] as number),
      terms,
    );
  const { scores } = trialOf(data, (train) => {
    const rate = rule.make(train);
    const cut = cutOn(train, rate(train));
    return (rows) => rate(rows).map((one) => (one >= cut ? 1 : 0));
  });
  const everything = Int32Array.from(data.label, (_, row) => row);
  return { words: rule.wordsFrom(cutOn(everything, rule.make(everything)(everything))), acts: scores };
}

/**
 * The rate from which on acting earns most, where everybody above it is as likely to get one of the few acts. Infinity where
 * acting on nobody earns more.
 */
export function payingCut(rates: Float64Array, label: ArrayLike<number>, { stakes, capacity }: RuleTerms): number {
  const gain = advantage(stakes);
  const order = Int32Array.from(rates, (_, i) => i).sort((a, b) => (rates[b] as number) - (rates[a] as number));
  let [sum, best, cut] = [0, 0, Infinity];
  order.forEach((i, place) => {
    sum += label[i] === 1 ? gain.yes : gain.no;
    const next = order[place + 1];
    if (next !== undefined && rates[next] === rates[i]) return;
    const earned = sum * Math.min(1, (capacity * rates.length) / (place + 1));
    if (earned > best) [best, cut] = [earned, rates[i] as number];
  });
  return cut;
}
