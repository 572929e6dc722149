import type { Column } from "../../data/index.ts";
import type { ProposedFeature } from "./features.ts";

/** A rule over one feature: what a person could do without ML. */
export interface ProposedRule {
  /** Source over the features `f`. */
  readonly source: string;
  /** Share of the cases that it picks, of those that are yes, and of those that are no. */
  readonly picked: { readonly yes: number; readonly no: number };
}

interface Candidate {
  readonly source: string;
  picks(row: number): boolean;
}

/** Rows that the search looks at, evenly spaced. */
const SAMPLE = 20_000;
const BOUNDS = 32;
const LEVELS = 60;

/**
 * The single-feature rule that tells yes from no best: the largest difference between the share of the yes cases and of
 * the no cases that it picks (Youden's J), which weights both sides alike however rare a yes is.
 */
export function proposeRule(features: readonly ProposedFeature[], truth: Float64Array): ProposedRule | undefined {
  const rows = sampleOf(truth);
  let best: (ProposedRule & { readonly gain: number }) | undefined;
  for (const feature of features)
    for (const candidate of candidatesOf(feature, rows)) {
      const picked = sharesOf(candidate, truth, rows);
      const gain = picked.yes - picked.no;
      if (best === undefined || gain > best.gain) best = { source: candidate.source, picked, gain };
    }
  return best === undefined ? undefined : { source: best.source, picked: best.picked };
}

function sampleOf(truth: Float64Array): readonly number[] {
  const known = [...truth.keys()].filter((row) => !Number.isNaN(truth[row] ?? Number.NaN));
  const step = Math.max(1, known.length / SAMPLE);
  return Array.from({ length: Math.min(known.length, SAMPLE) }, (_, i) => known[Math.floor(i * step)] ?? 0);
}

function sharesOf({ picks }: Candidate, truth: Float64Array, rows: readonly number[]): { yes: number; no: number } {
  const all = { yes: 0, no: 0 };
  const picked = { yes: 0, no: 0 };
  for (const row of rows) {
    const side = truth[row] === 1 ? "yes" : "no";
    all[side]++;
    if (picks(row)) picked[side]++;
  }
  return { yes: picked.yes / Math.max(1, all.yes), no: picked.no / Math.max(1, all.no) };
}

function candidatesOf({ name, column }: ProposedFeature, rows: readonly number[]): readonly Candidate[] {
  if (column.kind === "text") return levelCandidates(name, column, rows);
  const { values } = column;
  if (column.kind === "flag")
    return [
      { source: `f.${name}`, picks: (row) => values[row] === 1 },
      { source: `f.${name}.not()`, picks: (row) => values[row] === 0 },
    ];
  return boundsOf(values, rows).flatMap((bound): Candidate[] => [
    { source: `f.${name}.atLeast(${bound})`, picks: (row) => (values[row] ?? Number.NaN) >= bound },
    { source: `f.${name}.atMost(${bound})`, picks: (row) => (values[row] ?? Number.NaN) <= bound },
  ]);
}

/** Quantiles, rounded to three digits so that a person can say them. */
function boundsOf(values: Float64Array, rows: readonly number[]): readonly number[] {
  const sorted = Float64Array.from(rows, (row) => values[row] ?? Number.NaN)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const bounds = Array.from({ length: BOUNDS }, (_, i) => {
    const value = sorted[Math.floor((i * sorted.length) / BOUNDS)] ?? 0;
    return Number.isInteger(value) ? value : Number(value.toPrecision(3));
  });
  return [...new Set(bounds)];
}

function levelCandidates(
  name: string,
  { codes, levels }: Extract<Column, { kind: "text" }>,
  rows: readonly number[],
): readonly Candidate[] {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(codes[row] ?? -1, (counts.get(codes[row] ?? -1) ?? 0) + 1);
  return [...counts]
    .filter(([code]) => code >= 0)
    .sort((a, b) => b[1] - a[1])
    .slice(0, LEVELS)
    .map(([code]) => ({
      source: `f.${name}.equals(${JSON.stringify(levels[code])})`,
      picks: (row) => codes[row] === code,
    }));
}
