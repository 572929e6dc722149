import { isInsufficient, wordInsufficient } from "../../kernel/index.ts";
import type { Estimated } from "../../stats/index.ts";
import { wordCount } from "../words.ts";
import type { AnswerFacts } from "./answer-facts.ts";

/** What there is to learn from, as the object of a sentence: `2,000 rows without the commonest label`. */
export function wordExamples({ answers, examples, shares }: AnswerFacts): string {
  const count = wordCount(examples);
  if (answers === "label") {
    const commonest = shares[0]?.label;
    return commonest === undefined
      ? `${count} rows whose label is known and differs`
      : `${count} rows without the commonest label, “${commonest}”`;
  }
  if (answers === "labels") return `${count} rows of the rarer side of the best spread label`;
  if (answers === "value") return `${count} rows with a value`;
  return `${count} lists whose candidates differ`;
}

/** A skill with its interval, two decimals. */
export function wordSkill(found: Estimated): string {
  if (isInsufficient(found)) return wordInsufficient(found);
  const [value, low, high] = [found.value, found.low, found.high].map(twoDecimals);
  return `${value} (${low} to ${high})`;
}

/** Nothing has no sign. */
function twoDecimals(x: number): string {
  return (Math.round(x * 100) / 100 || 0).toFixed(2).replace("-", "−");
}

/** What is answered, as the object of a sentence. */
export function wordAnswer({ answers, outcomes, shares }: AnswerFacts): string {
  const [outcome = ""] = outcomes;
  if (answers === "label")
    return shares.length === 0
      ? `with a label of \`${outcome}\``
      : `with one of the ${wordCount(shares.length)} labels of \`${outcome}\``;
  if (answers === "labels") return `with any of ${outcomes.map((name) => `\`${name}\``).join(", ")}`;
  if (answers === "value") return `with a value of \`${outcome}\``;
  return `with an order of its candidates, by \`${outcome}\``;
}
