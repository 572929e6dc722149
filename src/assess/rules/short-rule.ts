import type { Table } from "../../data/index.ts";
import { rocAuc } from "../../evaluate/index.ts";
import { isInsufficient } from "../../kernel/index.ts";
import type { BinnedColumn } from "./bins.ts";
import { accuracyOf, commonestOf, type FoundRule, type SearchedRule } from "./found-rule.ts";
import { conditionsOf, growRule, type RuleTree, scoreRule, wordRule } from "./tree.ts";
import { type RuleData, type RuleMaker, type Trial, trialOf } from "./trial.ts";

/** What the features look like, cut once for every search. */
export interface RuleSearch extends RuleData {
  readonly features: Table;
  readonly binned: readonly BinnedColumn[];
}

/** More questions than this are not a rule that a person keeps in mind. */
const MOST_CONDITIONS = 3;
/** A longer rule has to be this much better than a shorter one. */
const WORTH_A_CONDITION = { rocAuc: 0.005, accuracy: 0.001 } as const;

/** The shortest rule of at most three conditions that is as good as the longest. */
export function shortRule(search: RuleSearch): SearchedRule {
  const rules = Array.from({ length: MOST_CONDITIONS }, (_, i) => ruleOf(search, i + 1));
  const longest = rules[rules.length - 1] as SearchedRule;
  return rules.find(({ rule }) => isAsGood(rule, longest.rule)) ?? longest;
}

function isAsGood(one: FoundRule, other: FoundRule): boolean {
  return (
    areaOf(one) >= areaOf(other) - WORTH_A_CONDITION.rocAuc &&
    one.accuracy >= other.accuracy - WORTH_A_CONDITION.accuracy
  );
}

function areaOf({ rocAuc: area }: FoundRule): number {
  return isInsufficient(area) ? 0.5 : area.value;
}

function ruleOf(search: RuleSearch, most: number): SearchedRule {
  const { features, binned, label } = search;
  const grow = (rows: Int32Array): RuleTree => growRule({ features, binned, label, rows }, most);
  const make: RuleMaker = (train) => {
    const tree = grow(train);
    return (rows) => scoreRule(tree, features, rows);
  };
  const trial = trialOf(search, make);
  const everything = grow(Int32Array.from({ length: label.length }, (_, row) => row));
  const conditions = conditionsOf(everything);
  const rule: FoundRule = {
    kind: "conditions",
    words: wordRule(everything, thresholdOf(trial)),
    fields: [...new Set(conditions.map(({ feature }) => feature))],
    conditions: conditions.length,
    ...judgedBy(trial),
  };
  return { rule, make, wordsFrom: (rate) => wordRule(everything, rate) };
}

/** The rate from which a leaf says yes: a half, or the base rate where no leaf reaches a half. */
function thresholdOf({ scores, truth }: Trial): number {
  if (scores.some((score) => score >= 0.5)) return 0.5;
  return truth.reduce((sum, yes) => sum + yes, 0) / Math.max(1, truth.length);
}

/** How good a rule is on rows that it was not made from. */
export function judgedBy(trial: Trial): Pick<FoundRule, "rocAuc" | "accuracy" | "commonest"> {
  return {
    rocAuc: rocAuc.compute({ scores: trial.scores, labels: trial.truth, clusters: trial.entity }),
    accuracy: accuracyOf(trial),
    commonest: commonestOf(trial),
  };
}
