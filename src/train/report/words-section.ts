import { keyValues, type Section, words } from "../../report/index.ts";
import type { Facts } from "./facts.ts";

/** Of a system that acts or not. */
const ACT_WORDS: Readonly<Record<string, string>> = {
  "acts on": "The share of decisions in which the action is taken.",
  "hit rate": "Of the decisions acted on, the share in which the outcome really came true.",
  capacity: "The largest share of decisions that may be acted on; the system file sets it.",
  threshold: "The probability from which acting pays, by the payoff alone.",
  cutoff:
    "The score from which a model acts once it serves: the threshold, or a higher score where the capacity allows fewer.",
  holdback: "The share of cases left to chance without acting, so that what acting changes can be measured.",
  "ROC-AUC":
    "How often a case that came true is rated above one that did not: 0.5 is a coin, 1 is never the wrong way round.",
  "calibration slope":
    "How fast the truth rises with what the model says: 1 is as said, below 1 it exaggerates, above 1 it is too timid.",
};

/** Of a system that answers. */
const ANSWER_WORDS: Readonly<Record<string, string>> = {
  "expected money":
    "What an answer brings on average, over everything that may be true, each weighed by its probability.",
  holdback: "The share of cases that the rule answers, so that what it does stays known.",
};

const WORDS: Readonly<Record<string, string>> = {
  "interval (95%)": "Where the true figure probably lies: of a hundred such intervals, about five miss it.",
  measured: "The figure rests on what happened.",
  assumed: "The figure rests on something that somebody believes and nobody has measured.",
  insufficient: "Too few data for an answer. The gate then gives no verdict instead of a guess; it does not say no.",
};

/** The terms of the report, each in a sentence; folded. */
export function wordsSection({ kind }: Facts): Section {
  const entries = Object.entries({ ...(kind === "act" ? ACT_WORDS : ANSWER_WORDS), ...WORDS }).map(
    ([name, meaning]) => ({ name, value: words(meaning) }),
  );
  return { title: "Words", lead: "What the terms of this report mean.", detail: true, blocks: [keyValues(entries)] };
}
