import type { Row } from "../../data/index.ts";
import type { Case } from "../business.ts";
import { type Arrival, arrivalsOn, type Season } from "../world/arrivals.ts";
import { type Draws, placeOf } from "../world/draws.ts";
import { DAY, type Today } from "../world/world.ts";
import { chancesOf, SOURCES } from "./demand.ts";
import type { Shop } from "./shop.ts";
import { CATEGORIES, type Shopper, shopperOf, TRAITS } from "./shopper.ts";

/** What nobody sees of a visit. */
export type VisitTruth = {
  /** That it ends in a purchase at the full price, and with the discount; both 0 where nothing is left on the shelf. */
  readonly full: number;
  readonly promoted: number;
  /** It does where this is below the chance; it comes back where the other is below the rate of returns. */
  readonly lot: number;
  readonly returnLot: number;
  /** Milliseconds until the purchase, and from there to the return. */
  readonly delay: number;
  readonly returnDelay: number;
  readonly category: number;
  /** In dollars. */
  readonly basket: number;
};

const SHOPPERS_PER_CASE = 15;
const BY_SOURCE = [0.35, 0.35, 0.15, 0.15];

/** Evenings and Sundays; a quarter more before Christmas. */
const SEASON: Season = {
  hours: [3, 2, 1, 1, 1, 1, 2, 4, 6, 7, 8, 9, 10, 9, 9, 9, 10, 11, 13, 15, 16, 14, 10, 6],
  weekdays: [1.25, 1, 0.95, 0.92, 0.93, 0.9, 1.05],
  year: { by: 0.25, peak: 345 },
};

/** A day's visits, in order of time. */
export function* visitsOn(today: Today<Shop>): Generator<Case<VisitTruth>> {
  for (const arrival of arrivalsOn(today, { name: "storefront", season: SEASON })) yield visitOf(today, arrival);
}

/** A few come often, most seldom. */
function shopperNo(perDay: number, uniform: number): number {
  return Math.floor(perDay * SHOPPERS_PER_CASE * uniform ** 1.5);
}

function visitOf({ state, seed, perDay }: Today<Shop>, arrival: Arrival): Case<VisitTruth> {
  const { draws, dials, at } = arrival;
  const shopper = shopperOf(seed, shopperNo(perDay, draws.uniform()));
  const basketTrait = draws.normal();
  const traits = TRAITS.map((name, j) => (shopper.habits[j] ?? basketTrait) + (dials.shift[name] ?? 0));
  const source = placeOf(BY_SOURCE, draws.uniform());
  const isFavourite = draws.uniform() < 0.4;
  const other = Math.floor(draws.uniform() * CATEGORIES.length);
  const category = isFavourite ? shopper.favourite : other;
  const left = state.left[category] ?? 0;
  const given = givenOf(arrival, { shopper, traits, source, category, left });
  const visit = { traits, source, isFavourite, mood: draws.normal(), habit: state.habit };
  const [full, promoted] = left > 0 ? chancesOf(visit, dials) : [0, 0];
  const truth = { full, promoted, ...lotsOf(draws), category, basket: Number(given.basket) };
  return { id: `visit-${arrival.key}`, at, entity: shopper.id, given, truth };
}

/** Bought within the hour, mostly; sent back after five days to thirty. */
function lotsOf(draws: Draws): Pick<VisitTruth, "lot" | "returnLot" | "delay" | "returnDelay"> {
  return {
    lot: draws.uniform(),
    returnLot: draws.uniform(),
    delay: Math.round(Math.min(DAY, 600_000 * Math.exp(draws.normal()))),
    returnDelay: Math.round((5 + 25 * draws.uniform() ** 2) * DAY),
  };
}

interface Seen {
  readonly shopper: Shopper;
  readonly traits: readonly number[];
  readonly source: number;
  readonly category: number;
  readonly left: number;
}

function givenOf({ hour, weekday }: Arrival, { shopper, traits, source, category, left }: Seen): Row {
  const [visits = 0, orders = 0, coupons = 0, basket = 0] = traits;
  const bought = Math.floor(Math.exp(0.9 + 0.9 * orders));
  return {
    shopper: shopper.id,
    visits_30d: 1 + Math.floor(Math.exp(1.2 + 0.8 * visits)),
    orders_365d: bought,
    coupon_share: bought === 0 ? null : Math.round(100 / (1 + Math.exp(0.8 - 1.2 * coupons))) / 100,
    basket: Math.round(100 * Math.exp(3.9 + 0.5 * basket)) / 100,
    category: CATEGORIES[category] ?? null,
    source: SOURCES[source] ?? null,
    device: shopper.device,
    stock_left: left,
    hour,
    weekday,
  };
}
