import { isInsufficient } from "../../kernel/index.ts";
import type { DecisionRecord } from "../../records/index.ts";
import { adjustForMany, independence, jensenShannon } from "../../stats/index.ts";
import type { Factor } from "./factor.ts";

/** How a factor lay in two stretches, and how far apart. */
export interface Apart {
  readonly factor: Factor;
  /** Jensen–Shannon distance of the two, from 0 to 1. */
  readonly distance: number;
  /** Of "they are the same", adjusted for all factors that were looked at. */
  readonly pValue: number;
  /** By value, or by bin of a number: decisions in the good stretch and in the bad one. */
  readonly counts: readonly BinCount[];
}

/** Decisions in one bin. */
export interface BinCount {
  readonly bin: string;
  readonly good: number;
  readonly bad: number;
}

/** Both stretches. */
export interface Both {
  readonly good: readonly DecisionRecord[];
  readonly bad: readonly DecisionRecord[];
}

const MISSING = "(missing)";
const OTHERS = "(others)";
const MOST_VALUES = 30;
const BINS = 10;
/** Nearer than this is of no account, however sure. */
const NEAR = 0.05;
const SURE = 0.001;

/** Those factors in which two stretches differ for sure, and not by a trifle; the farthest first. */
export function tellApart(factors: readonly Factor[], both: Both): readonly Apart[] {
  const found = factors.map((factor) => ({ factor, counts: countsOf(factor, both) }));
  const pValues = found.map(({ counts }) => {
    const test = independence([counts.map(({ good }) => good), counts.map(({ bad }) => bad)]);
    return isInsufficient(test) ? 1 : test.pValue;
  });
  const adjusted = adjustForMany(pValues);
  return found
    .map(({ factor, counts }, i) => ({
      factor,
      counts,
      distance: jensenShannon(
        counts.map(({ good }) => good),
        counts.map(({ bad }) => bad),
      ),
      pValue: adjusted[i] ?? 1,
    }))
    .filter(({ distance, pValue }) => pValue < SURE && distance > NEAR)
    .sort((a, b) => b.distance - a.distance);
}

/** Counts by bin. A bin of a number holds about a tenth of both stretches together. */
function countsOf(factor: Factor, both: Both): readonly BinCount[] {
  const bin = binOf(factor, both);
  const counts = new Map<string, { good: number; bad: number }>();
  for (const side of ["good", "bad"] as const)
    for (const record of both[side]) {
      const name = bin(factor.of(record));
      const count = counts.get(name) ?? { good: 0, bad: 0 };
      counts.set(name, count);
      count[side]++;
    }
  return [...counts].map(([name, count]) => ({ bin: name, ...count }));
}

/** The bin that a value of a factor falls in. */
export function binOf(factor: Factor, { good, bad }: Both): (value: ReturnType<Factor["of"]>) => string {
  const values = [...good, ...bad].map((record) => factor.of(record)).filter((value) => value !== null);
  const numbers = values.filter((value) => typeof value === "number").sort((a, b) => a - b);
  const distinct = new Set(numbers);
  if (numbers.length > values.length / 2 && distinct.size > BINS) return binByEdges(numbers);
  const kept = new Set(mostFrequent(values.map(String), MOST_VALUES));
  return (value) => {
    if (value === null) return MISSING;
    return kept.has(String(value)) ? String(value) : OTHERS;
  };
}

function binByEdges(sorted: readonly number[]): (value: ReturnType<Factor["of"]>) => string {
  const cuts = Array.from(
    { length: BINS - 1 },
    (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / BINS)] as number,
  );
  const edges = [...new Set(cuts)];
  return (value) => {
    if (value === null) return MISSING;
    if (typeof value !== "number") return OTHERS;
    const place = edges.filter((edge) => value >= edge).length;
    return place === 0 ? `below ${edges[0]}` : `from ${edges[place - 1]}`;
  };
}

/** The values that come most often. */
export function mostFrequent(values: readonly string[], most: number): readonly string[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, most)
    .map(([value]) => value);
}
