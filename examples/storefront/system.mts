import { actIf, assumed, binary, csv, gbdt, latency, moneyEarned, on } from "alidade";
import contract from "./contract.mts";

const h = on(contract);

/** Offer 15 % off to coupon users who would leave without it, and the full price to everybody else. */
export default h.system({
  name: "storefront",
  source: csv("storefront.csv", { lookIn: ["../../.cache/examples"] }),
  entity: "shopper",
  time: "decided_at",
  objective: {
    metric: moneyEarned,
    direction: "increase",
    baseline: 2_000_000,
    target: 2_100_000,
    by: "2027-12-31",
    currency: "USD",
    outcome: "left",
    // What a basket earns with the discount, of somebody who would have left; the discount itself, of somebody who would not.
    payoff: { promote: { yes: 14, no: -8.4 }, "full-price": { yes: 0, no: 0 } },
    effect: assumed(0.15, [0.05, 0.3]),
    guardrails: [latency({ p99Ms: 20 })],
    perYear: 750_000,
    asked: "head of sales",
    approves: ["category managers"],
    why: "Of those who use coupons a promotion brings back one leaving visitor in seven; who would have paid gets 15 % for nothing.",
  },
  outcomes: {
    left: h.outcome({
      within: "1d",
      history: (r) => r.left,
      changedByActing: true,
      acted: (r) => r.promoted,
      propensity: (r) => r.propensity,
    }),
  },
  features: h.features((r) => ({
    visits: r.visits_30d,
    orders: r.orders_365d,
    coupons: r.coupon_share,
    basket: r.basket.log1p(),
    category: r.category,
    source: r.source,
    device: r.device,
    stock: r.stock_left,
    hour: r.hour,
    weekday: r.weekday,
  })),
  rule: (f) => f.coupons.atLeast(0.4),
  heads: { leaves: binary({ label: "left", learner: gbdt({ rounds: 80, numLeaves: 8, minDataInLeaf: 60 }) }) },
  weights: { leaves: { start: 1, min: 0, max: 1 } },
  // That somebody leaves is not that a promotion brings them back: it does with those who use coupons.
  filters: [
    { name: "uses-no-coupons", when: (f) => f.coupons.orElse(0).below(0.4) },
    { name: "nearly-sold-out", when: (f) => f.stock.below(5) },
  ],
  policy: actIf({ threshold: "from-payoff" }),
  slices: ["category", "source"],
});
