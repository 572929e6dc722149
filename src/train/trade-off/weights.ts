import type { Space } from "../../kernel/index.ts";
import type { BlendHead } from "../../system/index.ts";
import { tradeOffRange } from "./errors.ts";

/** Weights of the goals, summing to 1. */
export type GoalWeights = Readonly<Record<string, number>>;

/** A place on the way from one goal to the others. */
export interface WeightPoint {
  /** The goal that was given this share; the others divide what is left as the file divides it among them. */
  readonly goal: string;
  readonly weights: GoalWeights;
  /** Whether the file says so. */
  readonly isFile: boolean;
}

interface Range {
  readonly goal: string;
  readonly low: number;
  readonly high: number;
}

/**
 * The weights to try: for every goal with a declared range so many shares from its one end to its other, and the file's own in
 * their midst. Without a range the first goal goes from 0 to 1, and where there are three or more, each. Throws
 * `train.trade-off-range`.
 */
export function weightPoints(name: string, head: BlendHead, by: Trying): readonly WeightPoint[] {
  const file = normal(Object.fromEntries(Object.entries(head.of).map(([goal, { weight }]) => [goal, weight])));
  const points = rangesOf(name, head, by.space).flatMap(({ goal, low, high }): readonly WeightPoint[] => {
    const shares = Array.from({ length: by.steps }, (_, i) => low + ((high - low) * i) / (by.steps - 1));
    const own = file[goal] ?? 0;
    const all = shares.some((share) => isNear(share, own)) ? shares : [...shares, own].sort((a, b) => a - b);
    return all.map((share) => ({ goal, weights: withShare(file, goal, share), isFile: isNear(share, own) }));
  });
  const seen = new Set<string>();
  return points.filter(({ weights }) => {
    const key = JSON.stringify(weights);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

interface Trying {
  /** How many shares of a range, its ends included. At least 2. */
  readonly steps: number;
  readonly space: Space | undefined;
}

function rangesOf(head: string, { labels }: BlendHead, space: Space | undefined): readonly Range[] {
  const usual = labels.length > 2 ? labels : labels.slice(0, 1);
  if (space === undefined || Object.keys(space).length === 0) return usual.map((goal) => ({ goal, low: 0, high: 1 }));
  return Object.entries(space).map(([goal, dimension]) => {
    if (!labels.includes(goal))
      throw tradeOffRange({ head, goal, problem: `is no goal of it: there are ${labels.join(", ")}` });
    if (dimension.kind !== "between" || dimension.low < 0 || dimension.high > 1)
      throw tradeOffRange({ head, goal, problem: "must be searched `between` two shares from 0 to 1" });
    return { goal, low: dimension.low, high: dimension.high };
  });
}

function normal(weights: GoalWeights): GoalWeights {
  const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  return Object.fromEntries(Object.entries(weights).map(([goal, weight]) => [goal, weight / total]));
}

/** One goal's share given, the others' kept in proportion; equal where the file gives them nothing. */
function withShare(file: GoalWeights, goal: string, share: number): GoalWeights {
  const others = Object.keys(file).filter((name) => name !== goal);
  const left = others.reduce((sum, name) => sum + (file[name] as number), 0);
  const part = (name: string): number => (left > 0 ? (file[name] as number) / left : 1 / others.length);
  return Object.fromEntries(
    Object.keys(file).map((name) => [name, rounded(name === goal ? share : (1 - share) * part(name))]),
  );
}

function rounded(share: number): number {
  return Number(share.toPrecision(9));
}

function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) < 1e-9;
}
