import { isInsufficient } from "../kernel/index.ts";
import type { Estimated } from "../stats/index.ts";
import type { CommonFacts } from "./data-facts.ts";
import type { Evidence, Findings } from "./evidence.ts";
import { hasSignal } from "./quick-fit.ts";
import { isExact, isRuleEnough } from "./rules/find-rules.ts";
import { ENOUGH_EXAMPLES, FEWEST_EXAMPLES } from "./thresholds.ts";
import { wordArea, wordCount, wordEstimate, wordGain, wordNames, wordShare } from "./words.ts";

/** Something that was looked for in the data, and whether it speaks for ML or against it; or that only people can tell. */
export interface Sign {
  readonly code: string;
  readonly name: string;
  readonly says: "for" | "against" | "neither" | "ask";
  readonly message: string;
}

/** Every sign, found or not, with its numbers. */
export function signsOf(evidence: Evidence): readonly Sign[] {
  const { found } = evidence;
  const learned =
    found === null
      ? []
      : [ruleSign(evidence, found), signalSign(found), gainSign(evidence, found), transparencySign(evidence, found)];
  return [
    examplesSign(evidence),
    ...learned,
    leakSign(evidence),
    ...duplicatesSigns(evidence.data),
    missingSign(evidence.data),
    constantSign(evidence.data),
  ];
}

function examplesSign({ data }: Evidence): Sign {
  const enough = data.rarer >= ENOUGH_EXAMPLES;
  const coarser = `Predict something coarser${data.coarser === null ? "" : ` (${data.coarser})`}, or collect more.`;
  const advice = data.rarer < FEWEST_EXAMPLES && data.coarser === null ? " Collect more first." : ` ${coarser}`;
  return {
    code: "data.examples",
    name: "Examples",
    says: enough ? "for" : "against",
    message: `${wordCount(data.rows)} rows of ${wordCount(data.entities)} entities, ${wordCount(data.rarer)} of the rarer side of \`${data.outcome}\`.${enough ? "" : advice}`,
  };
}

function ruleSign({ objective }: Evidence, { rule, signal, worth }: Findings): Sign {
  const enough = isExact(rule) || isRuleEnough(rule);
  const kind = {
    conditions: `${rule.conditions === 1 ? "One condition" : `${rule.conditions} conditions`}`,
    lookup: "One field looked up",
    formula: "Arithmetic",
  }[rule.kind];
  const figures = `ROC-AUC ${wordArea(rule.rocAuc)}, accuracy ${wordShare(rule.accuracy)} (the commonest answer: ${wordShare(rule.commonest)})`;
  const base = { code: "rule.short", name: "A short rule" };
  if (enough)
    return {
      ...base,
      says: "against",
      message: `${kind} ${rule.kind === "conditions" && rule.conditions !== 1 ? "explain" : "explains"} the label: yes when ${rule.words}. ${figures}.`,
    };
  const ranks = ranksAsWell(rule, signal);
  const found = `${ranks ? "A short rule ranks as well as the quick fit" : "No short rule explains the label. The best"}: yes when ${rule.words}. ${figures}.`;
  if (!objective.stated) return { ...base, says: ranks ? "ask" : "for", message: found };
  const { words, over } = worth.found;
  const gain = wordGain(over, worth.currency);
  return {
    ...base,
    says: sideOf(over),
    message: `${found} Acting when ${words}, it leaves a model ${gain} to gain.`,
  };
}

/** What a gain says of building a model. */
function sideOf(gain: Estimated): "for" | "against" | "neither" {
  if (isInsufficient(gain)) return "neither";
  return gain.low > 0 ? "for" : gain.value <= 0 ? "against" : "neither";
}

/** Whether a model is not told from a rule by how it ranks; where it says something at all. */
function ranksAsWell({ rocAuc }: Findings["rule"], signal: Findings["signal"]): boolean {
  if (isInsufficient(rocAuc) || isInsufficient(signal.rocAuc)) return false;
  return hasSignal(signal) && rocAuc.value >= signal.rocAuc.low;
}

function signalSign({ signal }: Findings): Sign {
  const there = hasSignal(signal);
  return {
    code: "signal",
    name: "Learnable signal",
    says: there ? "for" : "against",
    message: `A quick fit has ROC-AUC ${wordArea(signal.rocAuc)} on ${wordCount(signal.judgedRows)} unseen rows; on a shuffled label ${wordArea(signal.permuted)}.`,
  };
}

function gainSign({ objective }: Evidence, { worth, signal }: Findings): Sign {
  const base = { code: "gain", name: "Against the declared rule" };
  if (!objective.stated) {
    const message = `ROC-AUC ${wordArea(signal.rocAuc)} against the rule's ${wordArea(signal.declaredRule)}; money cannot be compared while the objective is unstated.`;
    return { ...base, says: isAbove(signal) ? "for" : "neither", message };
  }
  const gain = worth.overRule;
  const message = `Gain per decision ${wordEstimate(gain, { currency: worth.currency })} under the same capacity (${worth.basis}).`;
  return { ...base, says: sideOf(gain), message };
}

function isAbove({ rocAuc, declaredRule }: Findings["signal"]): boolean {
  return !isInsufficient(rocAuc) && !isInsufficient(declaredRule) && rocAuc.low > declaredRule.high;
}

function transparencySign({ objective }: Evidence, { rule }: Findings): Sign {
  const base = { code: "transparency", name: "Transparency" };
  if (objective.transparency === "any")
    return { ...base, says: "neither", message: "Nobody asks for decisions that can be explained." };
  const message = `Decisions must be explainable, which speaks for a rule or a linear model. The best short rule has ROC-AUC ${wordArea(rule.rocAuc)}.`;
  return { ...base, says: "against", message };
}

/** Whether some field knows too much. */
export function leakSign({ leaks, data }: { readonly leaks: Evidence["leaks"]; readonly data: CommonFacts }): Sign {
  const base = { code: "leak", name: "Leaks" };
  if (leaks.length === 0)
    return {
      ...base,
      says: "neither",
      message: `No field known before says more about ${wordNames(data.outcomes)} than it plausibly can.`,
    };
  return { ...base, says: "against", message: leaks.map(({ message }) => message).join(" ") };
}

/** From this share of rows with contradicting twins on, part of the label is chance as far as these features go. */
const CONTRADICTORY = 0.05;

/** Whether rows that look alike agree; nothing where that was not looked at. */
export function duplicatesSigns(data: CommonFacts): readonly Sign[] {
  if (data.duplicates === null) return [];
  const { share, contradictory, ceiling } = data.duplicates;
  const twins =
    contradictory > 0
      ? ` ${wordShare(contradictory)} have a twin with another label, so no accuracy above ${wordShare(ceiling)} is possible on these rows.`
      : "";
  return [
    {
      code: "data.duplicates",
      name: "Duplicates",
      says: contradictory > CONTRADICTORY ? "against" : "neither",
      message: `${wordShare(share)} of the rows repeat the features of another.${twins}`,
    },
  ];
}

/** How much is missing. */
export function missingSign(data: CommonFacts): Sign {
  const most = data.mostlyMissing.length === 0 ? "" : ` Mostly missing: ${wordNames(data.mostlyMissing)}.`;
  return {
    code: "data.missing",
    name: "Missing values",
    says: "neither",
    message: `${wordShare(data.missing)} of all feature values are missing.${most}`,
  };
}

/** Whether some features say nothing. */
export function constantSign(data: CommonFacts): Sign {
  const none = data.constant.length === 0;
  return {
    code: "data.constant",
    name: "Constant features",
    says: "neither",
    message: none
      ? `None of the ${wordCount(data.features)} features is constant.`
      : `${wordNames(data.constant)} ${data.constant.length === 1 ? "says" : "say"} the same in every row.`,
  };
}
