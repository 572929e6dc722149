import { contract, flag, number, text, time } from "alidade";

/** One visit to a shop, with or without a discount, and what came of it. */
export default contract({
  shopper: text({ personal: "identifier" }),
  visits_30d: number({ integer: true, min: 1 }),
  orders_365d: number({ integer: true, min: 0 }),
  coupon_share: number({ min: 0, max: 1, missing: 0.5, doc: "Of the orders; missing where there were none." }),
  basket: number({ min: 0, max: 10_000, unit: "USD", median: { max: 200 } }),
  category: text({ values: ["books", "kitchen", "shoes", "sports", "toys", "garden"] }),
  source: text({ values: ["direct", "search", "mail", "ad"] }),
  device: text({ values: ["phone", "desktop", "tablet"] }),
  stock_left: number({ integer: true, min: 0, doc: "Units of the category, until Monday." }),
  hour: number({ integer: true, min: 0, max: 23, doc: "UTC." }),
  weekday: number({ integer: true, min: 0, max: 6, doc: "0 is Sunday." }),
  decided_at: time(),
  promoted: flag({ known: "after", doc: "By lot: one in five, whoever came." }),
  propensity: number({ min: 0, max: 1, known: "after" }),
  left: flag({ known: "after", doc: "Without a purchase." }),
  bought: flag({ known: "after" }),
  returned: flag({ known: "after", doc: "Within 30 days of the purchase." }),
});
