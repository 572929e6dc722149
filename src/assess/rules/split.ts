import { type BinnedColumn, type Counts, countBins } from "./bins.ts";
import type { Condition } from "./condition.ts";
import { roundBetween } from "./round-between.ts";

/** Rows, and how many of them are positive. */
export interface Tally {
  readonly rows: number;
  readonly positives: number;
}

/** A question that parts the rows, and how much purer the parts are than the whole. */
export interface Split {
  readonly condition: Condition;
  readonly gain: number;
}

/** The rows that are to be parted. */
export interface Node {
  readonly rows: Int32Array;
  readonly label: Float64Array;
  readonly tally: Tally;
}

/** A side smaller than this says nothing. */
const FEWEST = 5;
/** A condition names at most so many levels, each with so many rows. */
const MOST_LEVELS = 6;
const FEWEST_PER_LEVEL = 10;
/** Rounding alone gives less. */
const LEAST_GAIN = 1e-9;

/** The best question of every feature that has one, by Gini impurity (Breiman et al., CART, 1984); the best first. */
export function splitsOf(binned: readonly BinnedColumn[], node: Node): readonly Split[] {
  const splits = binned.flatMap((column) => {
    const counts = countBins(column, node.label, node.rows);
    const split =
      column.column.kind === "text" ? splitLevels(column, counts, node) : splitNumbers(column, counts, node);
    return split !== undefined && split.gain > LEAST_GAIN ? [split] : [];
  });
  return splits.sort((a, b) => b.gain - a.gain);
}

/** Σ over both sides of (positives² + negatives²) / rows, less the same of the whole; −∞ when a side is too small. */
function gainOf(yes: Tally, whole: Tally): number {
  const no = { rows: whole.rows - yes.rows, positives: whole.positives - yes.positives };
  if (Math.min(yes.rows, no.rows) < FEWEST) return -Infinity;
  return purity(yes) + purity(no) - purity(whole);
}

/** Rows less their Gini impurity times rows: what a rule adds up over its leaves. */
export function purity({ rows, positives }: Tally): number {
  return (positives ** 2 + (rows - positives) ** 2) / rows;
}

function splitNumbers(binned: BinnedColumn, counts: Counts, node: Node): Split | undefined {
  let [above, positives, bestCut, bestGain] = [0, 0, 0, 0];
  for (let cut = binned.bins - 1; cut >= 1; cut--) {
    above += counts.rows[cut] as number;
    positives += counts.positives[cut] as number;
    const gain = gainOf({ rows: above, positives }, node.tally);
    if (gain > bestGain) [bestCut, bestGain] = [cut, gain];
  }
  if (bestCut === 0) return undefined;
  const feature = binned.column.name;
  if (bestCut === 1) return { condition: { asks: "filled-in", feature }, gain: bestGain };
  if (binned.column.kind === "flag") return { condition: { asks: "yes", feature }, gain: bestGain };
  return exactSplit(binned, node, { cut: bestCut, counts });
}

/** The best threshold lies beside the best edge: looked for among the values of the two bins that meet there. */
function exactSplit(
  binned: BinnedColumn,
  node: Node,
  { cut, counts }: { cut: number; counts: Counts },
): Split | undefined {
  if (binned.column.kind === "text") return undefined;
  const { values } = binned.column;
  const near = node.rows.filter((row) => binned.codes[row] === cut || binned.codes[row] === cut - 1);
  near.sort((a, b) => (values[b] as number) - (values[a] as number));
  let rows = sumFrom(counts.rows, cut + 1);
  let positives = sumFrom(counts.positives, cut + 1);
  let best = { low: 0, high: 0, gain: -Infinity };
  for (let i = 0; i < near.length; i++) {
    const row = near[i] as number;
    rows++;
    positives += node.label[row] as number;
    const [high, low] = [values[row] as number, below(values, near[i + 1])];
    if (low === high) continue;
    const gain = gainOf({ rows, positives }, node.tally);
    if (gain > best.gain) best = { low, high, gain };
  }
  const value = Number.isFinite(best.low) ? roundBetween(best.low, best.high) : best.high;
  return { condition: { asks: "at-least", feature: binned.column.name, value }, gain: best.gain };
}

function below(values: Float64Array, row: number | undefined): number {
  return row === undefined ? -Infinity : (values[row] as number);
}

function sumFrom(counts: Float64Array, from: number): number {
  return counts.subarray(from).reduce((sum, count) => sum + count, 0);
}

/** Levels in order of their rate; the best few from either end are named. */
function splitLevels({ column }: BinnedColumn, counts: Counts, node: Node): Split | undefined {
  if (column.kind !== "text") return undefined;
  const rate = (bin: number): number => (counts.positives[bin] as number) / (counts.rows[bin] as number);
  const rising = [...counts.rows.keys()].filter((bin) => bin > 0 && (counts.rows[bin] as number) >= FEWEST_PER_LEVEL);
  rising.sort((a, b) => rate(a) - rate(b) || a - b);
  const candidates = [bestPrefix(rising, counts, node.tally), bestPrefix(rising.toReversed(), counts, node.tally)];
  const best =
    candidates[0]?.gain === undefined || candidates[0].gain < (candidates[1]?.gain ?? 0)
      ? candidates[1]
      : candidates[0];
  if (best === undefined || best.gain <= 0) return undefined;
  const levels = best.bins.map((bin) => column.levels[bin - 1] ?? "").sort(inNumberOrder);
  return { condition: { asks: "one-of", feature: column.name, levels }, gain: best.gain };
}

/** "5" before "15", whatever the locale of the machine. */
const inNumberOrder = new Intl.Collator("en", { numeric: true }).compare;

function bestPrefix(order: readonly number[], counts: Counts, whole: Tally): { bins: readonly number[]; gain: number } {
  let [rows, positives, most, bestGain] = [0, 0, 0, 0];
  order.slice(0, MOST_LEVELS).forEach((bin, i) => {
    rows += counts.rows[bin] as number;
    positives += counts.positives[bin] as number;
    const gain = gainOf({ rows, positives }, whole);
    if (gain > bestGain) [most, bestGain] = [i + 1, gain];
  });
  return { bins: order.slice(0, most), gain: bestGain };
}
