import { rng } from "../../kernel/index.ts";
import { drawsFrom, placeOf } from "../world/draws.ts";

/** The traits of a visit, standard normal: how often somebody looks, has bought, used coupons, and what is in the basket. */
export const TRAITS = ["visits_30d", "orders_365d", "coupon_share", "basket"] as const;

export const CATEGORIES = ["books", "kitchen", "shoes", "sports", "toys", "garden"] as const;
const DEVICES = ["phone", "desktop", "tablet"] as const;
const BY_DEVICE = [0.58, 0.34, 0.08];

/** Somebody who shops here now and then, the same whenever asked. */
export interface Shopper {
  readonly id: string;
  /** The first three traits. */
  readonly habits: readonly number[];
  readonly device: (typeof DEVICES)[number];
  /** The category that is looked at most. */
  readonly favourite: number;
}

/** The shopper of that number. */
export function shopperOf(seed: number, no: number): Shopper {
  const draws = drawsFrom(rng({ seed, unit: no, purpose: "storefront.shopper" }), 0);
  return {
    id: `s${String(no).padStart(7, "0")}`,
    habits: [draws.normal(), draws.normal(), draws.normal()],
    device: DEVICES[placeOf(BY_DEVICE, draws.uniform())] ?? "phone",
    favourite: Math.floor(draws.uniform() * CATEGORIES.length),
  };
}
