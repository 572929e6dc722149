import type { Mix, SettledRanking } from "./rank-by.ts";
import { drawFrom, rankShares } from "./shares.ts";

/** A candidate as the arrangement sees it. */
export interface Contender {
  /** NaN: never shown. */
  readonly score: number;
  readonly source?: string | undefined;
  /** Its value of the field of each rule of diversity, in their order; null where it has none, and is like nobody. */
  readonly alike: readonly (string | number | boolean | null)[];
}

/** A position, and who stands there. */
export interface Slot {
  /** Number of the contender. */
  readonly contender: number;
  /** What put it there: `slot:editors`, `least:follows`, `score`, `diversity`, `explored`. */
  readonly by: string;
  /** The chance that it had of standing there, given who stands above. */
  readonly propensity: number;
}

/**
 * Fills the positions from the top. Each is filled from those that may stand there: from its source where a position is
 * reserved or a quota is due, without those of whom enough are shown already, the best first (after penalties), or drawn.
 * A position that nobody may fill ends the order. `uniform(n)` on [0, 1) settles what is left to chance at the n-th position.
 */
export function fillSlots(
  settled: SettledRanking,
  contenders: readonly Contender[],
  uniform: (position: number) => number,
): readonly Slot[] {
  const left = bestFirst(contenders);
  const shown: number[] = [];
  const slots: Slot[] = [];
  while (shown.length < settled.top) {
    const slot = fillOne({ settled, contenders, left, shown }, uniform);
    if (slot === undefined) break;
    slots.push(slot);
    shown.push(slot.contender);
    left.splice(left.indexOf(slot.contender), 1);
  }
  return slots;
}

/**
 * The chance with which {@link fillSlots} puts each contender of an order where it stands, given who stands above it; 0 from
 * the first that could not stand there.
 */
export function orderChances(
  settled: SettledRanking,
  contenders: readonly Contender[],
  order: readonly number[],
): readonly number[] {
  const left = bestFirst(contenders);
  const shown: number[] = [];
  let isPossible = true;
  return order.map((contender) => {
    const chance = isPossible ? chanceOf({ settled, contenders, left, shown }, contender) : 0;
    isPossible = chance > 0;
    shown.push(contender);
    if (isPossible) left.splice(left.indexOf(contender), 1);
    return chance;
  });
}

function chanceOf(filling: Filling, contender: number): number {
  const { settled, shown } = filling;
  const allowed = shown.length < settled.top ? allowedNow(filling) : [];
  if (allowed.length === 0) return 0;
  const { pool } = dueAt(filling, allowed);
  const values = penalised(filling, pool);
  const shares = settled.explore === undefined ? undefined : rankShares(values, settled.explore);
  // What exploring cannot draw from is not drawn from.
  const isDrawn = shares?.some((share) => share > 0) ?? false;
  const place = pool.indexOf(contender);
  if (isDrawn) return shares?.[place] ?? 0;
  return place === firstOfLargest(values) ? 1 : 0;
}

/** Who may be shown, best first; of equals the first that came: the best of any part is then its first. */
function bestFirst(contenders: readonly Contender[]): number[] {
  const open = contenders.flatMap(({ score }, i) => (Number.isNaN(score) ? [] : [i]));
  return open.sort((a, b) => scoreOf(contenders, b) - scoreOf(contenders, a) || a - b);
}

function scoreOf(contenders: readonly Contender[], i: number): number {
  return contenders[i]?.score ?? Number.NaN;
}

interface Filling {
  readonly settled: SettledRanking;
  readonly contenders: readonly Contender[];
  /** Who is not shown yet, best first. */
  readonly left: readonly number[];
  readonly shown: readonly number[];
}

function fillOne(filling: Filling, uniform: (position: number) => number): Slot | undefined {
  const { settled, shown } = filling;
  const allowed = allowedNow(filling);
  if (allowed.length === 0) return undefined;
  const { pool, due } = dueAt(filling, allowed);
  const values = penalised(filling, pool);
  const best = firstOfLargest(values);
  if (settled.explore === undefined) {
    const contender = pool[best] as number;
    return { contender, by: due ?? (contender === pool[0] ? "score" : "diversity"), propensity: 1 };
  }
  const shares = rankShares(values, settled.explore);
  const drawn = drawFrom(shares, uniform(shown.length));
  // Scores of −∞ alone leave chance nothing to draw from.
  if (drawn === undefined) return { contender: pool[best] as number, by: due ?? "score", propensity: 1 };
  const by = drawn === best ? (due ?? "score") : "explored";
  return { contender: pool[drawn] as number, by, propensity: shares[drawn] as number };
}

/** Who may stand anywhere still: not where enough of its source, or enough like it, are shown. */
function allowedNow({ settled, contenders, left, shown }: Filling): readonly number[] {
  const { mix = [], diversity = [] } = settled;
  const full = mix.filter(({ source, most = Infinity }) => countOf(contenders, shown, source) >= most);
  const sources = new Set(full.map(({ source }) => source));
  const many = diversity.map(({ most }, rule) =>
    most === undefined ? NOBODY : oftenShown({ contenders, shown, rule }, most),
  );
  if (sources.size === 0 && many.every(({ size }) => size === 0)) return left;
  return left.filter((i) => {
    const { source, alike } = contenders[i] as Contender;
    return (
      !(source !== undefined && sources.has(source)) && many.every((values, rule) => !values.has(alike[rule] ?? null))
    );
  });
}

const NOBODY: ReadonlySet<Contender["alike"][number]> = new Set();

/** The values that are shown so often already; what is missing is like nobody. */
function oftenShown(
  { contenders, shown, rule }: Pick<Filling, "contenders" | "shown"> & { readonly rule: number },
  most: number,
): ReadonlySet<Contender["alike"][number]> {
  const values = shown.map((i) => contenders[i]?.alike[rule] ?? null);
  return new Set(values.filter((value) => value !== null && values.filter((one) => one === value).length >= most));
}

function countOf(contenders: readonly Contender[], shown: readonly number[], source: string): number {
  return shown.reduce((count, i) => count + (contenders[i]?.source === source ? 1 : 0), 0);
}

function alikeShown(
  contenders: readonly Contender[],
  shown: readonly number[],
  { rule, value }: { readonly rule: number; readonly value: Contender["alike"][number] },
): number {
  if (value === null) return 0;
  return shown.reduce((count, i) => count + (contenders[i]?.alike[rule] === value ? 1 : 0), 0);
}

/** Who competes for the next position: those of the source that it is reserved for, those of quotas that are due, or all. */
function dueAt(
  filling: Filling,
  allowed: readonly number[],
): { readonly pool: readonly number[]; readonly due?: string } {
  const { settled, contenders, shown } = filling;
  const { mix = [], top } = settled;
  const of = (sources: readonly string[]): readonly number[] =>
    allowed.filter((i) => sources.includes(contenders[i]?.source ?? ""));
  const position = shown.length + 1;
  for (const { source } of mix.filter(({ slots = [] }) => slots.includes(position))) {
    const pool = of([source]);
    if (pool.length > 0) return { pool, due: `slot:${source}` };
  }
  const owed = mix.filter((one) => owes(one, filling) > 0 && of([one.source]).length > 0);
  const sum = owed.reduce((total, one) => total + Math.min(owes(one, filling), of([one.source]).length), 0);
  if (sum === 0 || sum < top - shown.length) return { pool: allowed };
  const pool = of(owed.map(({ source }) => source));
  return { pool, due: `least:${contenders[pool[0] as number]?.source}` };
}

/** How many a source has yet to be shown. */
function owes({ source, least = 0 }: Mix, { contenders, shown }: Filling): number {
  return least - countOf(contenders, shown, source);
}

function penalised({ settled, contenders, shown }: Filling, pool: readonly number[]): Float64Array {
  // By index: to make it from a list and a function costs ten times as much, and this is done for every position.
  const values = new Float64Array(pool.length);
  for (let place = 0; place < pool.length; place++)
    values[place] = (contenders[pool[place] as number] as Contender).score;
  for (const [rule, { penalty = 0 }] of (settled.diversity ?? []).entries()) {
    if (penalty === 0) continue;
    pool.forEach((i, place) => {
      const value = contenders[i]?.alike[rule] ?? null;
      values[place] = (values[place] as number) - penalty * alikeShown(contenders, shown, { rule, value });
    });
  }
  return values;
}

function firstOfLargest(values: Float64Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] as number) > (values[best] as number)) best = i;
  return best;
}
