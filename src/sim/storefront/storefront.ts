import type { Business, BusinessOptions, Case, Report } from "../business.ts";
import { openBusiness } from "../world/open.ts";
import type { World } from "../world/world.ts";
import { returnRate, saleMoney } from "./demand.ts";
import { closeShop, newShop, type Shop } from "./shop.ts";
import { TRAITS } from "./shopper.ts";
import { type VisitTruth, visitsOn } from "./visit.ts";

const isPromoted = (action: string): boolean => action === "promote";
const chance = ({ full, promoted }: VisitTruth, action: string): number => (isPromoted(action) ? promoted : full);
const isBought = (truth: VisitTruth, action: string): boolean => truth.lot < chance(truth, action);
const isReturned = ({ category, returnLot }: VisitTruth, action: string): boolean =>
  returnLot < returnRate(category, isPromoted(action));

/** A visit that ends without a purchase is over after half an hour. */
const SESSION = 30 * 60_000;

/** The purchase within the day and the return weeks later, or that somebody left. */
function reportsOf({ id, at, truth }: Case<VisitTruth>, action: string): readonly Report[] {
  if (!isBought(truth, action)) return [{ id, key: `${id}/left`, outcome: "left", value: true, at: at + SESSION }];
  const bought = at + truth.delay;
  const { kept } = saleMoney(truth.basket, isPromoted(action));
  const sale: readonly Report[] = [
    { id, key: `${id}/bought`, outcome: "bought", value: true, at: bought },
    { id, key: `${id}/margin`, outcome: "margin", value: kept, at: bought },
  ];
  if (!isReturned(truth, action)) return sale;
  return [...sale, { id, key: `${id}/returned`, outcome: "returned", value: true, at: bought + truth.returnDelay }];
}

const world: World<VisitTruth, Shop> = {
  name: "storefront",
  entity: "shopper",
  kinds: Object.freeze({
    shopper: "text",
    visits_30d: "number",
    orders_365d: "number",
    coupon_share: "number",
    basket: "number",
    category: "text",
    source: "text",
    device: "text",
    stock_left: "number",
    hour: "number",
    weekday: "number",
  }),
  actions: { act: "promote", otherwise: "full-price" },
  outcomes: {
    left: { kind: "flag", within: "1d" },
    bought: { kind: "flag", within: "1d" },
    margin: { kind: "number", within: "1d" },
    returned: { kind: "flag", within: "31d" },
  },
  periodDefaults: { period: "1h", perDay: 2_000 },
  hasAdversaries: false,
  movable: TRAITS,
  begin: newShop,
  day: visitsOn,
  worth({ truth }, action) {
    const { kept, returned } = saleMoney(truth.basket, isPromoted(action));
    const back = returnRate(truth.category, isPromoted(action));
    return chance(truth, action) * ((1 - back) * kept + back * returned);
  },
  money({ truth }, action) {
    if (!isBought(truth, action)) return 0;
    return saleMoney(truth.basket, isPromoted(action))[isReturned(truth, action) ? "returned" : "kept"];
  },
  reports: reportsOf,
  react(shop, { truth }, action) {
    shop.visits++;
    if (isPromoted(action)) shop.promoted++;
    const left = shop.left[truth.category] as number;
    if (left > 0 && isBought(truth, action)) shop.left[truth.category] = left - 1;
  },
  night: (shop, { day }) => closeShop(shop, day),
  past: {
    acts: 0.2,
    kinds: { promoted: "flag", propensity: "number", left: "flag", bought: "flag", returned: "flag" },
    row(one, action) {
      const outcomes = reportsOf(one, action).map(({ outcome }) => outcome);
      const [bought, returned] = [outcomes.includes("bought"), outcomes.includes("returned")];
      return {
        promoted: isPromoted(action),
        propensity: isPromoted(action) ? 0.2 : 0.8,
        left: !bought,
        bought,
        returned,
      };
    },
  },
};

/**
 * A shop that offers 15 % off or asks the full price. Some would have bought anyway, stock runs out before the week does, some of
 * what was bought comes back, and who sees promotions often waits for the next one.
 */
export function storefront(options: BusinessOptions): Business<VisitTruth> {
  return openBusiness(world, options);
}
