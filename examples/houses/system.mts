import { csv, gbdt, latency, moneyEarned, on, perUnit, pickValue, regression } from "alidade";
import { BANDS } from "./bands.ts";
import bands from "./buckets.mts";
import contract from "./contract.mts";

const h = on(contract);

/** Tell the seller of each house at which price to offer it. `buckets.mts` is the same problem with bands of prices. */
export default h.system({
  name: "houses",
  source: csv("houses.csv", { lookIn: ["../../.cache/examples"] }),
  objective: {
    metric: moneyEarned,
    direction: "increase",
    baseline: -30_000_000,
    target: -15_000_000,
    by: "2027-12-31",
    currency: "USD",
    // A price that is too high keeps the house on the market; one that is too low is money left on the table.
    payoff: perUnit({ over: -0.1, under: -0.3 }),
    guardrails: [latency({ p99Ms: 20 })],
    perYear: 2_000,
    asked: "head of sales",
    approves: ["appraisal lead"],
  },
  outcomes: { price: h.outcome({ within: "180d", history: (r) => r.price, changedByActing: false }) },
  features: h.features((r) => ({
    district: r.district,
    area: r.area,
    rooms: r.rooms,
    areaPerRoom: r.area.per(r.rooms),
    built: r.built,
    garden: r.garden,
    lastEstimate: r.last_estimate,
  })),
  rule: (f) => f.area.times(3_500),
  heads: { price: regression({ label: "price", learner: gbdt({ rounds: 150, numLeaves: 15, minDataInLeaf: 20 }) }) },
  policy: pickValue({ head: "price", coverage: 0.9 }),
  slices: ["district"],
});

/** What `alidade assess examples/houses --framings` tries beside what it works out itself: the bands that people talk of. */
export const framings = { "one of nine bands": { system: bands, as: BANDS } };
