import { type Insufficient, insufficient, rng } from "../../kernel/index.ts";
import { DEFAULT_LEVEL, type Estimate } from "../../stats/index.ts";
import { type Ratings, votesOf } from "./ratings.ts";

/** How far two classes are from each other: any two alike, by their order, or by the numbers that they are. */
export type Distance = "nominal" | "ordinal" | "interval";

/**
 * Agreement of two annotators beyond what chance explains, over the items that both rated: 1 always, 0 as by chance.
 * Cohen. A coefficient of agreement for nominal scales. Educational and Psychological Measurement 20, 1960.
 */
export function cohenKappa(ratings: Ratings, a: number, b: number): number | Insufficient {
  const size = ratings.classes.length;
  const ofA = new Map<number, number>();
  for (let i = 0; i < ratings.item.length; i++)
    if (ratings.annotator[i] === a) ofA.set(ratings.item[i] as number, ratings.label[i] as number);
  const [byA, byB] = [new Float64Array(size), new Float64Array(size)];
  let [both, same] = [0, 0];
  for (let i = 0; i < ratings.item.length; i++) {
    const own = ofA.get(ratings.item[i] as number);
    if (ratings.annotator[i] !== b || own === undefined) continue;
    const other = ratings.label[i] as number;
    both++;
    if (own === other) same++;
    byA[own] = (byA[own] as number) + 1;
    byB[other] = (byB[other] as number) + 1;
  }
  if (both === 0) return insufficient("too-few-rows", { need: 1, have: 0 });
  const chance = byA.reduce((sum, count, cls) => sum + count * (byB[cls] as number), 0) / both ** 2;
  return chance === 1 ? insufficient("one-class") : (same / both - chance) / (1 - chance);
}

/**
 * Agreement of any number of annotators beyond chance; items may have different numbers of ratings, and those with one are
 * left out. Fleiss. Measuring nominal scale agreement among many raters. Psychological Bulletin 76, 1971.
 */
export function fleissKappa(ratings: Ratings): number | Insufficient {
  const [size, votes] = [ratings.classes.length, votesOf(ratings)];
  const totals = new Float64Array(size);
  let [agreed, rated, all] = [0, 0, 0];
  for (let start = 0; start < votes.length; start += size) {
    const own = votes.subarray(start, start + size);
    const count = own.reduce((sum, n) => sum + n, 0);
    if (count < 2) continue;
    rated++;
    all += count;
    agreed += own.reduce((sum, n) => sum + n * (n - 1), 0) / (count * (count - 1));
    for (let cls = 0; cls < size; cls++) totals[cls] = (totals[cls] as number) + (own[cls] as number);
  }
  if (rated === 0) return insufficient("too-few-rows", { need: 1, have: 0 });
  const chance = totals.reduce((sum, count) => sum + (count / all) ** 2, 0);
  return chance === 1 ? insufficient("one-class") : (agreed / rated - chance) / (1 - chance);
}

export interface AlphaOptions {
  /** Default `"nominal"`. */
  readonly distance?: Distance;
  /** Default 0.95. */
  readonly level?: number;
  readonly seed: number;
}

const RESAMPLES = 400;

/**
 * Krippendorff's alpha: 1 minus the observed disagreement over that of chance; any number of annotators, items with gaps,
 * any of three distances. The interval is a bootstrap of the items. Krippendorff. Computing Krippendorff's
 * alpha-reliability. University of Pennsylvania, 2011.
 */
export function krippendorffAlpha(ratings: Ratings, options: AlphaOptions): Estimate | Insufficient {
  const { distance = "nominal", level = DEFAULT_LEVEL, seed } = options;
  const units = pairableUnits(ratings);
  const point = alphaOf(units, ratings.classes, distance);
  if (point === undefined) return insufficient(units.length === 0 ? "too-few-rows" : "one-class");
  const draws = rng({ seed, purpose: "annotators.alpha" });
  const found = Array.from({ length: RESAMPLES }, () =>
    alphaOf(
      Array.from(units, () => units[draws.integer(units.length)] as Float64Array),
      ratings.classes,
      distance,
    ),
  );
  const sorted = found.filter((alpha) => alpha !== undefined).sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? point;
  return { value: point, low: Math.min(point, at((1 - level) / 2)), high: Math.max(point, at((1 + level) / 2)), level };
}

/** The votes of each item that has two or more. */
function pairableUnits(ratings: Ratings): readonly Float64Array[] {
  const [size, votes] = [ratings.classes.length, votesOf(ratings)];
  return ratings.items
    .map((_, item) => votes.subarray(item * size, (item + 1) * size))
    .filter((own) => own.reduce((sum, n) => sum + n, 0) >= 2);
}

function alphaOf(units: readonly Float64Array[], classes: readonly string[], distance: Distance): number | undefined {
  const size = classes.length;
  const totals = new Float64Array(size);
  for (const own of units)
    for (let cls = 0; cls < size; cls++) totals[cls] = (totals[cls] as number) + (own[cls] as number);
  const all = totals.reduce((sum, n) => sum + n, 0);
  const squares = squaredDistances(totals, classes, distance);
  let [observed, expected] = [0, 0];
  for (const own of units) {
    const count = own.reduce((sum, n) => sum + n, 0);
    observed += pairs(own, squares) / (count - 1);
  }
  expected = pairs(totals, squares);
  return expected === 0 ? undefined : 1 - ((all - 1) * observed) / expected;
}

/** Σ over ordered pairs of classes of their counts' product times their squared distance. */
function pairs(counts: Float64Array, squares: Float64Array): number {
  const size = counts.length;
  let sum = 0;
  for (let a = 0; a < size; a++) {
    if (counts[a] === 0) continue;
    for (let b = 0; b < size; b++)
      sum += (counts[a] as number) * (counts[b] as number) * (squares[a * size + b] as number);
  }
  return sum;
}

function squaredDistances(totals: Float64Array, classes: readonly string[], distance: Distance): Float64Array {
  const size = classes.length;
  const upTo = totals.map((_, cls) => totals.subarray(0, cls + 1).reduce((sum, n) => sum + n, 0));
  const middle = upTo.map((sum, cls) => sum - (totals[cls] as number) / 2);
  const place = { nominal: undefined, ordinal: middle, interval: Float64Array.from(classes, Number) }[distance];
  return Float64Array.from({ length: size * size }, (_, i) => {
    const [a, b] = [Math.floor(i / size), i % size];
    if (place === undefined) return a === b ? 0 : 1;
    return ((place[a] as number) - (place[b] as number)) ** 2;
  });
}
