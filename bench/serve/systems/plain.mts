import { actIf, binary, csv, gbdt, on, unstated } from "alidade";
import contract from "./contract.mts";

const h = on(contract);
const learner = gbdt({ rounds: 100, numLeaves: 31 });

/** Three heads of 100 trees each, over what the caller gives. */
export default h.system({
  name: "plain",
  source: csv("offers.csv", { lookIn: ["../../../.cache/bench/serve"] }),
  entity: "customer",
  time: "asked_at",
  objective: { ...unstated({ act: "offer", otherwise: "skip" }), outcome: "bought" },
  outcomes: {
    opened: h.outcome({ within: "1d", history: (r) => r.opened, changedByActing: false }),
    bought: h.outcome({ within: "7d", history: (r) => r.bought, changedByActing: false }),
    returned: h.outcome({ within: "30d", history: (r) => r.returned, changedByActing: false }),
  },
  features: h.features((r) => ({
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
