import { type Between, type Insufficient, insufficient, type OneOf, rng, type Space } from "../../kernel/index.ts";
import { type Box, growBoxes, type Seen } from "./boxes.ts";
import { sortedDimensions, toUnit } from "./coordinates.ts";
import type { Told } from "./method.ts";

/** Fewer trials than this say nothing of several parameters. */
const FEWEST = 10;
const TREES = 48;
/** Losses beyond this quantile count as this bad: one disaster would else be all that matters. */
const WORST = 0.9;

/**
 * How much of the differences between trials each parameter explains by itself, 0 to 1; what is missing to 1 is their
 * interplay and noise. From a forest over the trials that had the same share of the resource, integrated exactly over all
 * other parameters. Hutter, Hoos, Leyton-Brown. An efficient approach for assessing hyperparameter importance. ICML 2014.
 */
export function importanceOfParams(
  space: Space,
  told: readonly Told[],
  seed: number,
): Readonly<Record<string, number>> | Insufficient {
  const dimensions = sortedDimensions(space);
  const seen = seenOf(dimensions, comparable(told));
  const have = seen.values.length;
  if (have < FEWEST) return insufficient("too-few-trials", { need: FEWEST, have });
  if (new Set(seen.values).size === 1) return insufficient("zero-variance");
  const shares = Array.from({ length: TREES }, (_, tree) => {
    const boxes = growBoxes(seen, dimensions.length, rng({ seed, unit: tree, purpose: "search.importance" }));
    const total = varianceOver(boxes);
    return dimensions.map((_, d) => (total === 0 ? 0 : marginalVariance(boxes, d) / total));
  });
  const meanShare = (d: number): number => shares.reduce((sum, share) => sum + (share[d] ?? 0), 0) / TREES;
  return Object.fromEntries(dimensions.map(([name], d) => [name, meanShare(d)]));
}

/** The trials of the largest share of which there are enough: losses on a third of the rows are another matter. */
function comparable(told: readonly Told[]): readonly Told[] {
  const good = told.filter(({ loss }) => loss !== null);
  const shares = [...new Set(good.map(({ share }) => share))].sort((a, b) => b - a);
  const groups = shares.map((share) => good.filter((one) => one.share === share));
  return groups.find((group) => group.length >= FEWEST) ?? good;
}

function seenOf(dimensions: readonly (readonly [string, Between | OneOf])[], told: readonly Told[]): Seen {
  const all = told.map(({ params, loss }) => ({
    place: Float64Array.from(dimensions, ([name, dimension]) => placeOn(dimension, params[name])),
    loss: loss ?? Number.NaN,
  }));
  const inside = all.filter(({ place }) => place.every((at) => at >= 0 && at <= 1));
  const losses = Float64Array.from(inside, ({ loss }) => loss);
  const worst = losses.toSorted()[Math.floor(WORST * (losses.length - 1))] ?? 0;
  return { places: inside.map(({ place }) => place), values: losses.map((loss) => Math.min(loss, worst)) };
}

function placeOn(dimension: Between | OneOf, value: unknown): number {
  if (dimension.kind === "between") return typeof value === "number" ? toUnit(dimension, value) : Number.NaN;
  const found = dimension.options.indexOf(value);
  return found < 0 ? Number.NaN : (found + 0.5) / dimension.options.length;
}

function volume({ low, high }: Box): number {
  return low.reduce((product, from, d) => product * ((high[d] as number) - from), 1);
}

function meanOver(boxes: readonly Box[]): number {
  return boxes.reduce((sum, box) => sum + box.value * volume(box), 0);
}

function varianceOver(boxes: readonly Box[]): number {
  const mean = meanOver(boxes);
  return boxes.reduce((sum, box) => sum + volume(box) * (box.value - mean) ** 2, 0);
}

/** Variance of the mean over all other dimensions, along one: it changes only where a box begins or ends. */
function marginalVariance(boxes: readonly Box[], d: number): number {
  const edges = [...new Set(boxes.flatMap(({ low, high }) => [low[d] as number, high[d] as number]))].sort(
    (a, b) => a - b,
  );
  const mean = meanOver(boxes);
  return edges.slice(1).reduce((sum, to, i) => {
    const from = edges[i] as number;
    const across = boxes.filter(({ low, high }) => (low[d] as number) <= from && (high[d] as number) >= to);
    const here = across.reduce(
      (s, box) => s + (box.value * volume(box)) / ((box.high[d] as number) - (box.low[d] as number)),
      0,
    );
    return sum + (to - from) * (here - mean) ** 2;
  }, 0);
}
