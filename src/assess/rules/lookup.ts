import { type BinnedColumn, countBins } from "./bins.ts";
import { accuracyOf, type FoundRule, type SearchedRule } from "./found-rule.ts";
import { judgedBy, type RuleSearch } from "./short-rule.ts";
import { type RuleMaker, type Trial, trialOf } from "./trial.ts";

/** A field with more values than this share of the rows is a name, not a table to look things up in. */
const MOST_VALUES_SHARE = 0.2;
const NAMED = 4;

/** The field whose value alone decides best, each value judged by what others with it came to; null when none has few enough values. */
export function bestLookup(search: RuleSearch): SearchedRule | null {
  const candidates = search.binned.filter((column) => isTable(column, search.label.length));
  let best: { column: BinnedColumn; trial: Trial; accuracy: number } | null = null;
  for (const column of candidates) {
    const trial = trialOf(search, lookUp(search, column));
    const accuracy = accuracyOf(trial);
    if (accuracy > (best?.accuracy ?? 0)) best = { column, trial, accuracy };
  }
  if (best === null) return null;
  const { column: binned, trial } = best;
  const { column } = binned;
  const wordsFrom = (rate: number): string => wordsOf(search, binned, rate);
  const rule: FoundRule = {
    kind: "lookup",
    words: wordsFrom(0.5),
    fields: [column.name],
    conditions: 1,
    ...judgedBy(trial),
  };
  return { rule, make: lookUp(search, binned), wordsFrom };
}

function isTable({ column, bins, edges }: BinnedColumn, rows: number): boolean {
  const exact = column.kind === "text" || edges.length < 255;
  return exact && bins > 3 && bins <= MOST_VALUES_SHARE * rows;
}

function lookUp(search: RuleSearch, column: BinnedColumn): RuleMaker {
  return (train) => {
    const rates = ratesOf(search, column, train);
    return (rows) => Float64Array.from(rows, (row) => rates[column.codes[row] as number] as number);
  };
}

/** The rate of positives by value; a value never met gets the rate of all. */
function ratesOf({ label }: RuleSearch, column: BinnedColumn, rows: Int32Array): Float64Array {
  const counts = countBins(column, label, rows);
  const base = rows.reduce((sum, row) => sum + (label[row] as number), 0) / Math.max(1, rows.length);
  return counts.rows.map((count, bin) => (count === 0 ? base : (counts.positives[bin] as number) / count));
}

function wordsOf(search: RuleSearch, column: BinnedColumn, rate: number): string {
  const everything = Int32Array.from({ length: search.label.length }, (_, row) => row);
  const rates = ratesOf(search, column, everything);
  const yes = [...rates.keys()].filter((bin) => (rates[bin] as number) >= rate).map((bin) => valueAt(column, bin));
  if (yes.length === 0) return "never";
  const more = yes.length > NAMED ? ` and ${yes.length - NAMED} more` : "";
  return `\`${column.column.name}\` is ${yes.slice(0, NAMED).join(", ")}${more} (a table of ${column.bins - 1} values)`;
}

function valueAt({ column, edges }: BinnedColumn, bin: number): string {
  if (bin === 0) return "missing";
  return column.kind === "text" ? (column.levels[bin - 1] ?? "missing") : String(edges[bin - 1]);
}
