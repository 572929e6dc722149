import type { Table } from "../../data/index.ts";
import { isInsufficient } from "../../kernel/index.ts";
import { binFeatures } from "./bins.ts";
import { bestFormula } from "./formula.ts";
import type { FoundRule, SearchedRule } from "./found-rule.ts";
import { bestLookup } from "./lookup.ts";
import { shortRule } from "./short-rule.ts";
import type { RuleData } from "./trial.ts";

/** A formula is looked for only where a model comes this close to certainty: elsewhere there is none to find. */
const NEARLY_CERTAIN = 0.95;
/** A lookup or a formula has to be this much better than a few conditions. */
const CLEARLY = 0.005;

/** The best short rule that explains the label: conditions, a lookup, or arithmetic. `modelArea` is the ROC-AUC of a model. */
export function findRule(data: RuleData & { readonly features: Table }, modelArea: number): SearchedRule {
  const search = { ...data, binned: binFeatures(data.features) };
  const conditions = shortRule(search);
  if (isExact(conditions.rule)) return conditions;
  const others = [bestLookup(search), modelArea >= NEARLY_CERTAIN ? bestFormula(search) : null];
  return others.reduce<SearchedRule>(
    (best, other) => (other !== null && isBetter(other.rule, best.rule) ? other : best),
    conditions,
  );
}

function isBetter(one: FoundRule, other: FoundRule): boolean {
  return areaOf(one) > areaOf(other) + CLEARLY || one.accuracy > other.accuracy + CLEARLY;
}

function areaOf({ rocAuc }: FoundRule): number {
  return isInsufficient(rocAuc) ? 0.5 : rocAuc.value;
}

/** Good enough to stand in for a model: it ranks nearly all pairs right, or leaves at most a tenth of the commoner answer's errors and 1 % in all. */
export function isRuleEnough(rule: FoundRule): boolean {
  return areaOf(rule) >= 0.98 || (rule.accuracy >= 0.99 && 1 - rule.accuracy <= 0.1 * (1 - rule.commonest));
}

/** Certain but for the rows at its edges: what a leak with noise on it is not. */
export function isExact(rule: FoundRule): boolean {
  return rule.accuracy >= 0.995 && 1 - rule.accuracy <= 0.02 * (1 - rule.commonest);
}
