import { isInsufficient } from "../../kernel/index.ts";
import { coarserLabels } from "../coarser.ts";
import { constantSign, duplicatesSigns, leakSign, missingSign, type Sign } from "../signs.ts";
import { ENOUGH_EXAMPLES, FEWEST_EXAMPLES } from "../thresholds.ts";
import { wordCount, wordGain, wordNames, wordShare } from "../words.ts";
import { type AnswerEvidence, type AnswerFindings, ENOUGH_KEPT, hasSkill, keptByLookup } from "./answer-evidence.ts";
import { looksForLeaks } from "./answer-leaks.ts";
import { wordExamples, wordSkill } from "./answer-words.ts";

/** Every sign, found or not, with its numbers. */
export function answerSigns(evidence: AnswerEvidence): readonly Sign[] {
  const { found, data } = evidence;
  const learned =
    found === null
      ? []
      : [lookupSign(found), signalSign(found), gainSign(evidence, found), transparencySign(evidence, found)];
  return [
    examplesSign(evidence),
    ...learned,
    looksForLeaks(data) ? leakSign(evidence) : LEAKS_UNSOUGHT,
    ...duplicatesSigns(data),
    missingSign(data),
    constantSign(data),
  ];
}

/** There is enough on the whole, and too little of some labels. */
function rareWords(coarser: string | null): string {
  return coarser === null ? "" : ` Some labels have fewer than ${ENOUGH_EXAMPLES} examples: ${coarser}.`;
}

const LEAKS_UNSOUGHT: Sign = {
  code: "leak",
  name: "Leaks",
  says: "neither",
  message:
    "Not looked for: what is answered may well follow from one field. Ask of each field whether it is known when the answer is given.",
};

function examplesSign({ data }: AnswerEvidence): Sign {
  const enough = data.examples >= ENOUGH_EXAMPLES;
  const coarser = coarserLabels(data.shares);
  const advice =
    data.examples < FEWEST_EXAMPLES
      ? " Collect more first."
      : ` Ask for something coarser${coarser === null ? "" : ` (${coarser})`}, or collect more.`;
  return {
    code: "data.examples",
    name: "Examples",
    says: enough ? "for" : "against",
    message: `${wordCount(data.rows)} rows of ${wordCount(data.entities)} entities, ${wordExamples(data)}.${enough ? rareWords(coarser) : advice}`,
  };
}

function lookupSign(found: AnswerFindings): Sign {
  const base = { code: "lookup", name: "A short rule" };
  const { lookup, worth } = found;
  if (lookup === null || worth.lookupOverConstant === null)
    return { ...base, says: "neither", message: "Not looked for: a table of so many labels is no short rule." };
  const kept = keptByLookup(found);
  const which = wordNames(lookup);
  if (kept === null)
    return {
      ...base,
      says: "neither",
      message: `Looking up ${which} is the best of one or two features; with a model's gain not shown there is nothing to hold it against.`,
    };
  return {
    ...base,
    says: kept >= ENOUGH_KEPT ? "against" : "for",
    message: `Looking up ${which}, the best of one or two features, keeps ${wordShare(Math.max(0, Math.min(1, kept)))} of what a model gains over the best answer that looks at nothing.`,
  };
}

function signalSign({ signal }: AnswerFindings): Sign {
  return {
    code: "signal",
    name: "Learnable signal",
    says: hasSkill(signal) ? "for" : "against",
    message: `A quick fit has a skill of ${wordSkill(signal.skill)} on ${wordCount(signal.judgedRows)} unseen rows, where 0 is knowing nothing and 1 is knowing all; on a shuffled truth ${wordSkill(signal.permuted)}.`,
  };
}

function gainSign({ objective }: AnswerEvidence, { worth }: AnswerFindings): Sign {
  const gain = worth.overRule;
  const says = isInsufficient(gain) ? "neither" : gain.low > 0 ? "for" : gain.value <= 0 ? "against" : "neither";
  const basis = objective.stated ? "" : " The objective is unstated: points say which is better, not by how much.";
  return {
    code: "gain",
    name: "Against the declared rule",
    says,
    message: `Gain ${wordGain(gain, worth.currency)}.${basis}`,
  };
}

function transparencySign({ objective }: AnswerEvidence, { lookup }: AnswerFindings): Sign {
  const base = { code: "transparency", name: "Transparency" };
  if (objective.transparency === "any")
    return { ...base, says: "neither", message: "Nobody asks for answers that can be explained." };
  const best = lookup === null ? "" : ` The best short one looks up ${wordNames(lookup)}.`;
  const message = `Answers must be explainable, which speaks for a rule or a linear model.${best}`;
  return { ...base, says: "against", message };
}
