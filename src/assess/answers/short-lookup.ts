import type { Column } from "../../data/index.ts";
import { known } from "../../kernel/index.ts";
import { targetsOf } from "../../system/index.ts";
import { type AnswerFact, type AnswerWork, type FitPlan, raceAnswers } from "../../train/index.ts";
import { type LookedUp, type Lookup, lookUp } from "./lookup.ts";

/** The best that looking up one or two features comes to, on rows that the table had not seen. */
export interface ShortLookup {
  readonly features: readonly string[];
  /** Of every judged decision. */
  readonly money: Float64Array;
  readonly facts: readonly AnswerFact[];
}

/** With more labels than this, a table of all their shares is no short rule. */
const MOST_LABELS = 100;
/** So many features are tried beside the best one. */
const MOST_SECOND = 15;

/** Looks for the one or two features whose lookup is worth most; null where there are more labels than a table should have. */
export function findLookup(work: AnswerWork, plan: FitPlan): ShortLookup | null {
  const lookup = lookupOf(work, plan);
  if (lookup === null) return null;
  const trial = (columns: readonly Column[]): Trial => {
    const { money, facts } = raceAnswers({ ...work, model: lookUp(lookup, columns) }).standings.model;
    return { columns, money, facts, total: money.reduce((sum, one) => sum + one, 0) };
  };
  const singles = work.dataset.features.columns.map((column) => trial([column])).sort(byMoney);
  const [best] = singles;
  if (best === undefined) return null;
  const pairs = singles.slice(1, 1 + MOST_SECOND).map(({ columns }) => trial([...best.columns, ...columns]));
  const { columns, money, facts } = [best, ...pairs].sort(byMoney)[0] ?? best;
  return { features: columns.map(({ name }) => name), money, facts };
}

interface Trial extends Omit<ShortLookup, "features"> {
  readonly columns: readonly Column[];
  readonly total: number;
}

function byMoney(a: Trial, b: Trial): number {
  return b.total - a.total;
}

function lookupOf({ system, dataset }: AnswerWork, plan: FitPlan): Lookup | null {
  const names = targetsOf(system);
  const labels = names.map((name) => known(dataset.labels[name], `label ${name}`));
  const [first] = labels;
  const classes = system.policy.policy === "pick-labels" ? names : (first?.classes ?? []);
  if (classes.length > MOST_LABELS || first === undefined) return null;
  const columns = system.policy.policy === "pick-label" ? flagsOf(first.values, classes.length) : labels.map(valuesOf);
  return { sample: dataset, plan, classes, truth: sideBySide(columns) };
}

function valuesOf({ values }: { readonly values: Float64Array }): Float64Array {
  return values;
}

function flagsOf(places: Float64Array, classes: number): readonly Float64Array[] {
  return Array.from({ length: classes }, (_, k) => places.map((place) => (place === k ? 1 : 0)));
}

function sideBySide(columns: readonly Float64Array[]): LookedUp {
  const width = columns.length;
  const values = new Float64Array(width * (columns[0]?.length ?? 0));
  columns.forEach((column, k) => {
    column.forEach((value, row) => {
      values[row * width + k] = value;
    });
  });
  return { values, width };
}
