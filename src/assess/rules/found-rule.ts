import type { Estimated } from "../../stats/index.ts";
import type { RuleMaker, Trial } from "./trial.ts";

/** A short rule that explains the label, judged on rows that it was not made from. */
export interface FoundRule {
  /** A few conditions over single features, the value of one field looked up, or arithmetic and one threshold. */
  readonly kind: "conditions" | "lookup" | "formula";
  /** When the answer is yes, in words. */
  readonly words: string;
  readonly fields: readonly string[];
  /** Questions asked; 1 for a lookup or a formula. */
  readonly conditions: number;
  readonly rocAuc: Estimated;
  /** Share of rows that it answers right, and that the commoner answer gets right. */
  readonly accuracy: number;
  readonly commonest: number;
}

/** A rule with what it takes to ask it again: to make it of other rows, and to say yes from another rate on. */
export interface SearchedRule {
  readonly rule: FoundRule;
  readonly make: RuleMaker;
  /** When the answer is yes, in words, where the rate is at least `rate`. */
  wordsFrom(rate: number): string;
}

/** Share of rows on the right side of a half. */
export function accuracyOf({ scores, truth }: Trial): number {
  const right = truth.reduce((count, yes, i) => count + ((scores[i] as number) >= 0.5 === (yes === 1) ? 1 : 0), 0);
  return right / Math.max(1, truth.length);
}

/** Share of rows that the commoner answer gets right. */
export function commonestOf({ truth }: Trial): number {
  const rate = truth.reduce((sum, yes) => sum + yes, 0) / Math.max(1, truth.length);
  return Math.max(rate, 1 - rate);
}
