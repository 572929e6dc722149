import { insufficient } from "../../kernel/index.ts";
import type { DecisionBody } from "../../records/index.ts";
import { criticalValue, DEFAULT_LEVEL, type Estimated, momentsOf } from "../../stats/index.ts";

/**
 * How often each answer, shown candidate or action was used, by twenty groups of units drawn by hash: what varies from group
 * to group says how sure the whole is. Null: more different ones than are counted one by one.
 */
export type Uses = readonly Readonly<Record<string, number>>[] | null;

/** Groups of units. */
export const GROUPS = 20;

/** More different answers than this are not counted one by one. */
const MOST_ITEMS = 20_000;

/** What a decision used: the candidates shown, the label or labels, the action. */
export function usedBy({ candidates, answer, action }: DecisionBody): readonly string[] {
  if (candidates !== undefined) return candidates.filter(({ position }) => position !== null).map(({ id }) => id);
  if (typeof answer === "string") return [answer];
  if (Array.isArray(answer)) return answer;
  return action === undefined ? [] : [action];
}

/** All together. */
export function mergeUses(parts: readonly Uses[]): Uses {
  const groups = Array.from({ length: GROUPS }, () => new Map<string, number>());
  const items = new Set<string>();
  for (const part of parts) {
    if (part === null) return null;
    part.forEach((counts, g) => {
      for (const [item, times] of Object.entries(counts)) {
        items.add(item);
        groups[g]?.set(item, (groups[g]?.get(item) ?? 0) + times);
      }
    });
    if (items.size > MOST_ITEMS) return null;
  }
  return groups.map((counts) => Object.fromEntries(counts));
}

type Counts = ReadonlyMap<string, number>;

/**
 * The effective catalogue size, 2 Σ i pᵢ − 1. Gomez-Uribe and Hunt. The Netflix recommender system. TMIS 6, 2015.
 *
 * Shares that are ranked by their own noise look less even than they are; shares of one half of the groups that are ranked
 * by the other half's look more even. The truth lies between the two expectations, so the number is their middle, and the
 * interval reaches from the lower end of the one to the upper end of the other: it holds the truth at least as often as it
 * says. Standard errors by leaving out one pair of groups at a time (jackknife).
 */
export function effectiveSize(uses: Uses, level: number = DEFAULT_LEVEL): Estimated {
  if (uses === null) return insufficient("too-many-answers", { need: MOST_ITEMS });
  const have = uses.filter((group) => Object.keys(group).length > 0).length;
  if (have < GROUPS / 2) return insufficient("too-few-units", { need: GROUPS / 2, have });
  const pairs = Array.from({ length: GROUPS / 2 }, (_, pair) => pair);
  const z = criticalValue(level, pairs.length - 1);
  const [under, over] = [byOwnRanks, byOthersRanks].map((estimate) => {
    const left = momentsOf(pairs.map((out) => estimate(halves(uses, out))));
    const error = Math.sqrt(((pairs.length - 1) / pairs.length) * left.m2);
    return { value: estimate(halves(uses, null)), half: z * error };
  }) as [Side, Side];
  return {
    ...{ value: (under.value + over.value) / 2, level },
    low: Math.max(1, Math.min(under.value - under.half, over.value - over.half)),
    high: Math.max(under.value + under.half, over.value + over.half),
  };
}

interface Side {
  readonly value: number;
  readonly half: number;
}

/** The even groups together, and the odd ones, but for one pair. */
type Halves = readonly [Counts, Counts];

function halves(uses: NonNullable<Uses>, out: number | null): Halves {
  const sum = (side: number): Counts => {
    const counts = new Map<string, number>();
    uses.forEach((group, g) => {
      if (g % 2 !== side || Math.floor(g / 2) === out) return;
      for (const [item, times] of Object.entries(group)) counts.set(item, (counts.get(item) ?? 0) + times);
    });
    return counts;
  };
  return [sum(0), sum(1)];
}

function byOwnRanks([one, other]: Halves): number {
  const all = new Map(one);
  for (const [item, times] of other) all.set(item, (all.get(item) ?? 0) + times);
  return sizeBy(ranksBy(all, all), all);
}

function byOthersRanks([one, other]: Halves): number {
  return (sizeBy(ranksBy(one, other), other) + sizeBy(ranksBy(other, one), one)) / 2;
}

/** The rank of every answer by how often it was used; equals share the mean of their ranks, and so do those used elsewhere alone. */
function ranksBy(ranking: Counts, others: Counts): Counts {
  const counts = new Map(ranking);
  for (const item of others.keys()) if (!counts.has(item)) counts.set(item, 0);
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  const ranks = new Map<string, number>();
  for (let start = 0, end = 0; start < sorted.length; start = end) {
    const times = sorted[start]?.[1];
    while (end < sorted.length && sorted[end]?.[1] === times) end++;
    for (const [item] of sorted.slice(start, end)) ranks.set(item, (start + 1 + end) / 2);
  }
  return ranks;
}

/** The mean over uses of 2 rank − 1. */
function sizeBy(ranks: Counts, uses: Counts): number {
  let [sum, size] = [0, 0];
  for (const [item, times] of uses) {
    sum += times * (2 * (ranks.get(item) ?? 0) - 1);
    size += times;
  }
  return sum / size;
}
