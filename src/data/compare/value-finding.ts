import { isInsufficient } from "../../kernel/index.ts";
import { independence, jensenShannon, largestDifference, populationStability } from "../../stats/index.ts";
import type { ColumnProfile, TextProfile } from "../profile/profile.ts";
import type { Finding } from "./finding.ts";

/** Counts of the same categories in both tables. */
export interface Categories {
  readonly names: readonly string[];
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** Categories told apart; the rest are pooled. */
const MOST = 100;
const ENOUGH = 5;

/**
 * The values of both, the most frequent first. What is rare in both, or too much to tell apart, is pooled under `…`.
 */
export function categoriesOf(before: ColumnProfile, after: ColumnProfile): Categories {
  const [p, q] = [countsOf(before), countsOf(after)];
  const total = before.count + after.count;
  const least = Math.min(before.count, after.count) / Math.max(1, total);
  const pooled = (name: string): number => (p.get(name) ?? 0) + (q.get(name) ?? 0);
  const names = [...new Set([...p.keys(), ...q.keys()])]
    .filter((name) => pooled(name) * least >= ENOUGH)
    .sort((a, b) => pooled(b) - pooled(a))
    .slice(0, MOST);
  const told = (counts: ReadonlyMap<string, number>): number[] => names.map((name) => counts.get(name) ?? 0);
  const rest = (counts: ReadonlyMap<string, number>, all: number): number[] => {
    const kept = told(counts);
    return [...kept, all - kept.reduce((sum, count) => sum + count, 0)];
  };
  return { names: [...names, "…"], before: rest(p, before.count), after: rest(q, after.count) };
}

function countsOf({ values }: ColumnProfile): ReadonlyMap<string, number> {
  return new Map(values.map(({ value, count }) => [String(value), count]));
}

/** Most of the rows have a value of their own: values cannot be compared, only what they look like. */
export function isIdentifier({ values, count, countError }: ColumnProfile): boolean {
  const told = values.slice(0, MOST).reduce((sum, value) => sum + value.count, 0);
  return count > 0 && (countError > 0 || values.length > MOST) && told < count / 2;
}

/** More than half of the numbers from the least to the largest have to be there. */
const DENSE = 0.5;

/** A number of its own for nearly every row, next to each other: numbers that were dealt out, which move on by themselves. */
export function isSerial(column: ColumnProfile): boolean {
  if (column.kind !== "number" || isInsufficient(column.numbers) || column.count < ENOUGH_SERIAL) return false;
  const { numbers, count, distinct } = column;
  const isOwn = distinct.value >= count * (0.99 - 3 * distinct.error);
  return isOwn && numbers.whole === count && count > DENSE * (numbers.max - numbers.min + 1);
}

/** Fewer whole numbers may well differ by chance. */
const ENOUGH_SERIAL = 30;

/** How the values of a column of texts or flags changed, or what its texts look like where each is nearly unique. */
export function valueFinding(before: ColumnProfile, after: ColumnProfile): Finding {
  const rows = [before.count, after.count] as const;
  if (before.kind === "text" && after.kind === "text" && isIdentifier(before) && isIdentifier(after))
    return categoryFinding(shapesOf(before, after), rows);
  return categoryFinding(categoriesOf(before, after), rows);
}

function shapesOf(before: TextProfile, after: TextProfile): Categories {
  const names = [
    ...new Set([...Object.keys(before.shapes), ...Object.keys(after.shapes)]),
  ] as (keyof TextProfile["shapes"])[];
  return {
    names,
    before: names.map((name) => before.shapes[name] ?? 0),
    after: names.map((name) => after.shapes[name] ?? 0),
  };
}

export function categoryFinding({ before: p, after: q }: Categories, rows: Finding["rows"]): Finding {
  if (rows.includes(0)) return { measures: [], pValue: undefined, rows };
  const test = independence([p, q]);
  return {
    measures: [
      ...(isInsufficient(test) ? [] : [{ name: "cramers-v" as const, value: test.strength }]),
      { name: "population-stability", value: populationStability(p, q) },
      { name: "jensen-shannon", value: jensenShannon(p, q) },
      { name: "largest-difference", value: largestDifference(p, q) },
    ],
    // One category in both: nothing to test, and nothing changed.
    pValue: isInsufficient(test) ? 1 : test.pValue,
    rows,
  };
}
