import { isInsufficient } from "../kernel/index.ts";
import type { Estimated } from "../stats/index.ts";
import { type AssessmentVerdict, decideBy, type TableRow } from "./decision-table.ts";
import type { Evidence, Findings } from "./evidence.ts";
import { earns, moneyRows } from "./gain-rows.ts";
import { hasSignal } from "./quick-fit.ts";
import { isExact, isRuleEnough } from "./rules/find-rules.ts";
import { ENOUGH_EXAMPLES, FEWEST_EXAMPLES } from "./thresholds.ts";
import { wordArea, wordCount, wordShare } from "./words.ts";

/**
 * The decision table. The first row that applies decides; later rows that come to the same kind are given as further
 * reasons.
 *
 * | row | applies when | verdict |
 * |---|---|---|
 * | examples.too-few | fewer than 30 examples of the rarer answer | collect-first |
 * | rule.exact | a short rule errs in at most 0.5 % of the rows and makes at most 2 % of the commonest answer's errors; no field is suspected for its presence or its time | use-rule |
 * | leak.suspected | a field declared known before knows too much | collect-first |
 * | rule.enough | a short rule has ROC-AUC ≥ 0.98, or accuracy ≥ 0.99 with at most a tenth of the commonest answer's errors | use-rule |
 * | signal.unclear | no signal is shown, on fewer than 100 examples | collect-first |
 * | signal.none | no signal is shown | use-rule when the declared rule earns, else dont |
 * | rule.transparent | decisions must be explainable, and a short rule keeps 95 % of the model's skill | use-rule |
 * | ranking.no-better | the objective is unstated, and the declared rule ranks as well | use-rule |
 * | rule.ranks-as-well | the objective is unstated, and the short rule that was found ranks as well | use-rule |
 * | objective.unstated | the objective is unstated, and the model ranks better | use-ml, its worth open |
 * | rule.earns-as-much | the short rule that was found, acting where that pays, leaves a model no gain | use-rule |
 * | gain.unproven | a gain is likely and not shown by these rows | collect-first |
 * | gain.none | no gain over the rule, or over acting on nobody or everybody | use-rule when a rule earns, else dont |
 * | gain.below-cost | a year's gain over the better rule is less than a year would cost, by its whole interval | use-rule when a rule earns, else dont |
 * | gain.shown | the gain over the rule, over the rule that was found and over the best decision that looks at nothing is shown | use-ml |
 */
export function verdictOf(evidence: Evidence): AssessmentVerdict {
  return decideBy(rowsOf(evidence));
}

function rowsOf(evidence: Evidence): readonly TableRow[] {
  const { found } = evidence;
  if (found === null) return [tooFew(evidence)];
  return [
    tooFew(evidence),
    ...ruleAndLeakRows(evidence, found),
    ...signalRows(evidence, found),
    ...gainRows(evidence, found),
  ];
}

function tooFew({ data }: Evidence): TableRow {
  return {
    code: "examples.too-few",
    kind: "collect-first",
    applies: data.rarer < FEWEST_EXAMPLES,
    message: `Only ${wordCount(data.rarer)} of ${wordCount(data.rows)} rows show the rarer side of \`${data.outcome}\`; below ${FEWEST_EXAMPLES} nothing can be learned or judged. Collect more, or ${data.coarser ?? "predict something coarser that happens more often"}.`,
  };
}

function ruleAndLeakRows({ leaks }: Evidence, { rule }: Findings): readonly TableRow[] {
  const untimely = leaks.some(({ code }) => code !== "leak.predicts-alone");
  const how = `ROC-AUC ${wordArea(rule.rocAuc)}, accuracy ${wordShare(rule.accuracy)} on unseen rows`;
  const beware = leaks.length > 0 ? ` Beware of a leak all the same. ${leaks[0]?.message}` : "";
  return [
    {
      code: "rule.exact",
      kind: "use-rule",
      applies: isExact(rule) && !untimely,
      message: `${RULE_KIND[rule.kind]} answers it: yes when ${rule.words} (${how}). Use the rule.${beware}`,
    },
    {
      code: "leak.suspected",
      kind: "collect-first",
      applies: leaks.length > 0,
      message: `Fix the data first: ${leaks[0]?.message ?? ""}${leaks.length > 1 ? ` Suspected in the same way: ${wordCount(leaks.length - 1)} more.` : ""}`,
    },
    {
      code: "rule.enough",
      kind: "use-rule",
      applies: isRuleEnough(rule) && !isExact(rule),
      message: `${RULE_KIND[rule.kind]} comes close enough: yes when ${rule.words} (${how}). Use the rule.`,
    },
  ];
}

const RULE_KIND = { conditions: "A short rule", lookup: "Looking up one field", formula: "Arithmetic" } as const;

function signalRows({ data, objective }: Evidence, findings: Findings): readonly TableRow[] {
  const { signal, rule, worth } = findings;
  const silent = !hasSignal(signal);
  const few = data.rarer < ENOUGH_EXAMPLES;
  const area = wordArea(signal.rocAuc);
  return [
    {
      code: "signal.unclear",
      kind: "collect-first",
      applies: silent && few,
      message: `No signal is shown (ROC-AUC ${area}), and ${wordCount(data.rarer)} examples of the rarer side are too few to rule it out. Collect at least ${ENOUGH_EXAMPLES}.`,
    },
    {
      code: "signal.none",
      kind: objective.stated && earns(worth.ruleOverConstant) ? "use-rule" : "dont",
      applies: silent && !few,
      message: `These features say nothing about \`${data.outcome}\`: ROC-AUC ${area} on unseen rows, where a coin has 0.5 and the same fit on a shuffled label ${wordArea(signal.permuted)}.`,
    },
    {
      code: "rule.transparent",
      kind: "use-rule",
      applies: objective.transparency === "explainable" && skillOf(rule.rocAuc) >= TRANSPARENT * skillOf(signal.rocAuc),
      message: `Decisions must be explainable, and a short rule does nearly as well as a model (ROC-AUC ${wordArea(rule.rocAuc)} against ${area}): yes when ${rule.words}.`,
    },
  ];
}

/** Share of the model's skill that a rule keeps to be preferred where decisions must be explainable. */
const TRANSPARENT = 0.95;

function skillOf(area: Findings["rule"]["rocAuc"]): number {
  return isInsufficient(area) ? 0 : area.value - 0.5;
}

function gainRows(evidence: Evidence, findings: Findings): readonly TableRow[] {
  return evidence.objective.stated ? moneyRowsOf(evidence, findings) : rankingRows(findings);
}

function moneyRowsOf({ data }: Evidence, { signal, worth }: Findings): readonly TableRow[] {
  return moneyRows(worth, { all: data.rows, judged: signal.judgedRows, sampled: signal.sampledRows });
}

/** Without prices only the order of the scores can be compared. */
function rankingRows({ signal, rule: found }: Findings): readonly TableRow[] {
  const [model, rule] = [signal.rocAuc, signal.declaredRule];
  const beats = (other: Estimated): boolean =>
    !isInsufficient(model) && model.low > (isInsufficient(other) ? 0.5 : other.value);
  const better = beats(rule);
  const against = `ROC-AUC ${wordArea(model)} against ${wordArea(rule)}`;
  return [
    {
      code: "ranking.no-better",
      kind: "use-rule",
      applies: !better,
      message: `A model does not rank better than the declared rule (${against}).`,
    },
    {
      code: "rule.ranks-as-well",
      kind: "use-rule",
      applies: better && !beats(found.rocAuc),
      message: `A short rule ranks as well as a model (ROC-AUC ${wordArea(found.rocAuc)} against ${wordArea(model)}): yes when ${found.words}. State it as the \`rule\`, and what acting is worth: then money tells.`,
    },
    {
      code: "objective.unstated",
      kind: "use-ml",
      applies: better,
      message: `A model ranks better than the declared rule (${against}). What that is worth is not known: nobody has stated the objective.`,
    },
  ];
}
