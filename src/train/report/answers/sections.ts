import { type Block, paragraph, type Section } from "../../../report/index.ts";
import { didTable, gainsPlot, moneyTable } from "../competitors.ts";
import { type AnswerFacts, decisionsIn } from "../facts.ts";
import { labelSections } from "./label-section.ts";
import { labelsSections } from "./labels-section.ts";
import { orderSections } from "./order-section.ts";
import { valueSections } from "./value-section.ts";

/** What the answers earn, and what they are like. */
export function answerSections(facts: AnswerFacts): readonly Section[] {
  return [moneySection(facts), ...(facts.result.models.length === 0 ? [] : detailSections(facts))];
}

function moneySection(facts: AnswerFacts): Section {
  const decisions = decisionsIn(facts).toLocaleString("en-US");
  return {
    title: "Value",
    lead: `Everyone answers the same ${decisions} questions, unseen, and is paid by the same payoff. The best answer that looks at nothing is ${facts.result.judgement.constant.name}. Intervals are 95%.`,
    blocks: [moneyTable(facts), gainsPlot(facts), didTable(facts), ...settledNote(facts)],
  };
}

/** What was settled on these decisions for those to come. */
function settledNote({ result }: AnswerFacts): readonly Block[] {
  const { settled } = result;
  if (settled.policy !== "pick-value" || settled.shift === 0) return [];
  const size = Number(Math.abs(settled.shift).toPrecision(3)).toLocaleString("en-US");
  return [
    paragraph(
      `The answer is what the model predicts ${settled.shift > 0 ? "plus" : "less"} ${size}: of all amounts that could be added, the one that would have cost least on unseen rows, too low and too high priced as declared.`,
    ),
  ];
}

function detailSections(facts: AnswerFacts): readonly Section[] {
  switch (facts.system.policy.policy) {
    case "pick-label":
      return labelSections(facts);
    case "pick-labels":
      return labelsSections(facts);
    case "pick-value":
      return valueSections(facts);
    case "rank-by":
      return orderSections(facts);
  }
}
