import { weekdayOf } from "../world/arrivals.ts";
import { shelfOf } from "./demand.ts";
import { CATEGORIES } from "./shopper.ts";

/** What the shop remembers: what is left on the shelves, and how used people are to promotions. */
export interface Shop {
  readonly left: Int32Array;
  /** Units of a full shelf. */
  readonly shelf: number;
  /** 0 to 1. */
  habit: number;
  /** Today's visits, and those with a promotion. */
  visits: number;
  promoted: number;
}

/** A habit follows what was done over about three weeks. */
const FORGETTING = 0.05;

/** Full shelves, and nobody used to anything. */
export function newShop({ perDay }: { readonly perDay: number }): Shop {
  const shelf = shelfOf(perDay);
  return { left: new Int32Array(CATEGORIES.length).fill(shelf), shelf, habit: 0, visits: 0, promoted: 0 };
}

/** Overnight people get used to what they saw; in the night to Monday the shelves are filled. */
export function closeShop(shop: Shop, day: number): void {
  const share = shop.visits === 0 ? 0 : shop.promoted / shop.visits;
  shop.habit += FORGETTING * (share - shop.habit);
  shop.visits = 0;
  shop.promoted = 0;
  if (weekdayOf(day) === 0) shop.left.fill(shop.shelf);
}
