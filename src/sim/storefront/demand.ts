import { logistic } from "../world/draws.ts";
import { CATEGORIES } from "./shopper.ts";

export const SOURCES = ["direct", "search", "mail", "ad"] as const;

/** What the odds of buying depend on. */
interface Relation {
  readonly base: number;
  /** By trait. */
  readonly traits: readonly number[];
  /** By source, and what a favourite category adds. */
  readonly sources: readonly number[];
  readonly favourite: number;
  /** What a discount adds for everybody, and for each standard deviation of the love of coupons. */
  readonly discount: number;
  readonly deal: number;
}

const USUAL: Relation = {
  base: -2.3,
  traits: [0.5, 0.6, -0.2, -0.35],
  sources: [0.4, 0.1, -0.1, -0.5],
  favourite: 0.5,
  discount: 0.45,
  deal: 0.5,
};

/** In harder times: regulars look without buying, and those who used to pay the full price wait for a discount. */
const HARD_TIMES: Relation = {
  base: -2.1,
  traits: [-0.4, -0.2, 0.4, -0.6],
  sources: [-0.2, -0.1, 0.6, 0.1],
  favourite: 0.2,
  discount: 0.5,
  deal: -0.5,
};

/** One visit, as far as buying goes. */
export interface Visit {
  readonly traits: readonly number[];
  readonly source: number;
  readonly isFavourite: boolean;
  /** What nobody can see: how much in the mood. */
  readonly mood: number;
  /** How used everybody is to promotions, 0 to 1. */
  readonly habit: number;
}

/** The chances of buying at the full price and with the discount, under that much of the other relation. */
export function chancesOf(
  visit: Visit,
  world: { readonly base: number; readonly concept: number },
): readonly [full: number, promoted: number] {
  const { concept } = world;
  const old = oddsUnder(USUAL, visit);
  const other = concept === 0 ? old : oddsUnder(HARD_TIMES, visit);
  const at = (i: 0 | 1): number => logistic(world.base + old[i] + concept * (other[i] - old[i]));
  return [at(0), at(1)];
}

/** Who is used to promotions waits for one. */
const WAITING = 0.3;

function oddsUnder(relation: Relation, { traits, source, isFavourite, mood, habit }: Visit): readonly [number, number] {
  let odds = relation.base + (relation.sources[source] ?? 0) + (isFavourite ? relation.favourite : 0) + 0.5 * mood;
  for (const [j, weight] of relation.traits.entries()) odds += weight * (traits[j] ?? 0);
  const lift = Math.max(0, relation.discount + relation.deal * (traits[2] ?? 0));
  return [odds - WAITING * habit, odds + lift];
}

/** Share of the price that is earned, that a promotion gives away, and what a return costs in dollars. */
const MARGIN = 0.4;
const DISCOUNT = 0.15;
const RETURN = 7;
/** Share that comes back of each category; of promoted purchases so much more. */
const RETURNED = [0.03, 0.08, 0.26, 0.12, 0.06, 0.07];
const REGRET = 0.05;

/** The chance that a purchase comes back. */
export function returnRate(category: number, isPromoted: boolean): number {
  return (RETURNED[category] ?? 0) + (isPromoted ? REGRET : 0);
}

/** What a purchase earns that is kept, and one that comes back. */
export function saleMoney(basket: number, isPromoted: boolean): { readonly kept: number; readonly returned: number } {
  return { kept: basket * (MARGIN - (isPromoted ? DISCOUNT : 0)), returned: -RETURN };
}

/** Units that a shelf holds on a Monday: more than an ordinary week asks for at the full price, and little enough to run out under
 * promotions for everybody. */
export function shelfOf(perDay: number): number {
  return Math.max(1, Math.round((perDay * 7 * 0.24) / CATEGORIES.length));
}
