import { actIf, binary, contract, csv, gbdt, number, on, stream, text, time, unstated } from "alidade";
import rows from "./contract.mts";

const order = contract({
  order: text({ unique: true }),
  customer: number({ integer: true, min: 0 }),
  at: time(),
  amount: number({ min: 0 }),
});
const orders = stream({
  contract: order,
  source: csv("orders.csv", { lookIn: ["../../../.cache/bench/serve"] }),
  entity: "customer",
  time: "at",
  id: "order",
});
const h = on(rows, { streams: { orders } });
const learner = gbdt({ rounds: 100, numLeaves: 31 });

/** Three heads of 100 trees each, over ten values that the caller gives and twenty windows that the online view holds. */
export default h.system({
  name: "offers",
  source: csv("offers.csv", { lookIn: ["../../../.cache/bench/serve"] }),
  entity: "customer",
  time: "asked_at",
  objective: { ...unstated({ act: "offer", otherwise: "skip" }), outcome: "bought" },
  outcomes: {
    opened: h.outcome({ within: "1d", history: (r) => r.opened, changedByActing: false }),
    bought: h.outcome({ within: "7d", history: (r) => r.bought, changedByActing: false }),
    returned: h.outcome({ within: "30d", history: (r) => r.returned, changedByActing: false }),
  },
  features: h.features((r, from) => ({
    price: r.price,
    discount: r.discount,
    basket: r.basket,
    minutes: r.minutes,
    pages: r.pages,
    tenure: r.tenure,
    distance: r.distance,
    rating: r.rating,
    hour: r.hour,
    stock: r.stock,
    count6h: from.orders.count({ within: "6h" }),
    count1: from.orders.count({ within: "1d" }),
    count7: from.orders.count({ within: "7d" }),
    count30: from.orders.count({ within: "30d" }),
    count90: from.orders.count({ within: "90d" }),
    sum6h: from.orders.sum((e) => e.amount, { within: "6h" }),
    sum1: from.orders.sum((e) => e.amount, { within: "1d" }),
    sum7: from.orders.sum((e) => e.amount, { within: "7d" }),
    sum30: from.orders.sum((e) => e.amount, { within: "30d" }),
    sum90: from.orders.sum((e) => e.amount, { within: "90d" }),
    mean6h: from.orders.mean((e) => e.amount, { within: "6h" }),
    mean1: from.orders.mean((e) => e.amount, { within: "1d" }),
    mean7: from.orders.mean((e) => e.amount, { within: "7d" }),
    mean30: from.orders.mean((e) => e.amount, { within: "30d" }),
    mean90: from.orders.mean((e) => e.amount, { within: "90d" }),
    most6h: from.orders.max((e) => e.amount, { within: "6h" }),
    most1: from.orders.max((e) => e.amount, { within: "1d" }),
    most7: from.orders.max((e) => e.amount, { within: "7d" }),
    most30: from.orders.max((e) => e.amount, { within: "30d" }),
    sinceLast: from.orders.sinceLast(),
  })),
  rule: (f) => f.discount.atLeast(0.3),
  heads: {
    opens: binary({ label: "opened", learner }),
    buys: binary({ label: "bought", learner }),
    returns: binary({ label: "returned", learner }),
  },
  weights: {
    opens: { start: 0.1, min: 0, max: 1 },
    buys: { start: 1, min: 0, max: 1 },
    returns: { start: -0.5, min: -1, max: 0 },
  },
  filters: [{ name: "sold-out", when: (f) => f.stock.below(1) }],
  policy: actIf({ threshold: 0.3 }),
});
