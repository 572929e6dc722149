import type { NumericColumn } from "../../data/index.ts";
import { type BinnedColumn, binFeatures } from "./bins.ts";
import type { FoundRule, SearchedRule } from "./found-rule.ts";
import { rankArea } from "./rank-area.ts";
import { judgedBy, type RuleSearch } from "./short-rule.ts";
import { growRule, scoreRule, wordRule } from "./tree.ts";
import { type RuleMaker, trialOf } from "./trial.ts";

/** Arithmetic over a few number fields. */
interface Formula {
  readonly words: string;
  readonly fields: readonly string[];
  /** Its value at a row. */
  readonly at: (row: number) => number;
}

/** A formula, and how far its ROC-AUC is from a half, either way. */
interface Weighed extends Formula {
  readonly strength: number;
}

type Weigh = (formula: Formula) => Weighed;

interface Operation {
  readonly word: (a: string, b: string) => string;
  readonly apply: (a: number, b: number) => number;
}

const OPERATIONS: readonly Operation[] = [
  { word: (a, b) => `${a} + ${b}`, apply: (a, b) => a + b },
  { word: (a, b) => `${a} − ${b}`, apply: (a, b) => a - b },
  { word: (a, b) => `${a} × ${b}`, apply: (a, b) => a * b },
  { word: (a, b) => `${a} ÷ ${b}`, apply: (a, b) => a / b },
  { word: (a, b) => `${a} × (1 − ${b})`, apply: (a, b) => a * (1 - b) },
];

/** Fields that enter, the strongest alone first; formulas that are carried on; rows that are searched. */
const FIELDS = 12;
const BEAM = 6;
const ROWS = 2_000;
const PERFECT = 0.4999;

/**
 * The arithmetic over at most three number fields whose size against one threshold explains the label best, found by beam
 * search and judged out of fold; null with fewer than two number fields. For labels that are known to be nearly certain.
 */
export function bestFormula(search: RuleSearch): SearchedRule | null {
  const weigh = weighOn(search.label);
  const singles = numberColumns(search.binned)
    .map(({ name, values }) => weigh({ words: `\`${name}\``, fields: [name], at: (row) => values[row] as number }))
    .sort(byStrength)
    .slice(0, FIELDS);
  const pairs = grow(singles, singles, weigh);
  const isFound = (pairs[0]?.strength ?? 0) >= PERFECT;
  const best = isFound ? pairs[0] : [...pairs, ...grow(pairs, singles, weigh)].sort(byStrength)[0];
  return best === undefined ? null : judgeFormula(search, best);
}

/** Weighs formulas on evenly spaced rows. */
function weighOn(label: Float64Array): Weigh {
  const step = Math.max(1, Math.floor(label.length / ROWS));
  const rows = Int32Array.from({ length: Math.floor(label.length / step) }, (_, i) => i * step);
  const truth = Float64Array.from(rows, (row) => label[row] as number);
  return (formula) => {
    const values = Float64Array.from(rows, formula.at);
    const strength = values.every(Number.isFinite) ? Math.abs(rankArea(values, truth) - 0.5) : 0;
    return { ...formula, strength };
  };
}

function numberColumns(binned: readonly BinnedColumn[]): readonly NumericColumn[] {
  return binned.flatMap(({ column }) => (column.kind === "number" ? [column] : []));
}

function byStrength(a: Weighed, b: Weighed): number {
  return b.strength - a.strength;
}

/** Every formula joined with every field that it does not hold yet; the best few. */
function grow(formulas: readonly Formula[], fields: readonly Formula[], weigh: Weigh): readonly Weighed[] {
  const joined = formulas.flatMap((formula) =>
    fields
      .filter(({ fields: [name = ""] }) => !formula.fields.includes(name))
      .flatMap((field) => OPERATIONS.map((operation) => weigh(join(formula, field, operation)))),
  );
  return joined.sort(byStrength).slice(0, BEAM);
}

function join(formula: Formula, field: Formula, { word, apply }: Operation): Formula {
  const left = formula.fields.length > 1 ? `(${formula.words})` : formula.words;
  return {
    words: word(left, field.words),
    fields: [...formula.fields, ...field.fields],
    at: (row) => apply(formula.at(row), field.at(row)),
  };
}

/** Judges the formula's best threshold like any other rule of one condition. */
function judgeFormula(search: RuleSearch, found: Formula): SearchedRule {
  const { label } = search;
  const values = Float64Array.from(label, (_, row) => found.at(row));
  const features = { rows: label.length, columns: [{ name: "formula", kind: "number" as const, values }] };
  const input = { features, binned: binFeatures(features), label };
  const make: RuleMaker = (train) => {
    const tree = growRule({ ...input, rows: train }, 1);
    return (rows) => scoreRule(tree, features, rows);
  };
  const everything = growRule({ ...input, rows: Int32Array.from({ length: label.length }, (_, row) => row) }, 1);
  const wordsFrom = (rate: number): string => wordRule(everything, rate).replace("`formula`", found.words);
  const judged = judgedBy(trialOf(search, make));
  const rule: FoundRule = { kind: "formula", words: wordsFrom(0.5), fields: found.fields, conditions: 1, ...judged };
  return { rule, make, wordsFrom };
}
