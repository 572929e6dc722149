import { actIf, assumed, binary, csv, epsilon, gbdt, latency, moneySaved, on } from "alidade";
import contract from "./contract.mts";

const h = on(contract);

/** Block the payments that the bank would take back, and let honest customers pay. */
export default h.system({
  name: "payments",
  source: csv("payments.csv", { lookIn: ["../../.cache/examples"] }),
  entity: "customer",
  time: "decided_at",
  objective: {
    metric: moneySaved,
    direction: "increase",
    baseline: 0,
    target: 1_000_000,
    by: "2027-12-31",
    currency: "USD",
    outcome: "chargeback",
    // An average chargeback and its fee; the margin of an average payment, and a customer who was turned away.
    payoff: { block: { yes: 165, no: -5.4 }, allow: { yes: 0, no: 0 } },
    effect: assumed(1, [0.95, 1]),
    guardrails: [latency({ p99Ms: 20 })],
    perYear: 800_000,
    asked: "head of payments",
    approves: ["risk officer"],
    why: "A chargeback costs 165 dollars on average, an honest customer who is turned away 5.40.",
  },
  outcomes: {
    // Nobody learns what a blocked payment would have come to: chance blocked one in ten, and the others stand for all.
    chargeback: h.outcome({
      within: "90d",
      history: (r) => r.chargeback,
      changedByActing: true,
      acted: (r) => r.blocked,
      propensity: (r) => r.propensity,
    }),
  },
  features: h.features((r) => ({
    amount: r.amount.log1p(),
    accountDays: r.account_days.log1p(),
    attempts: r.attempts_1h,
    distance: r.distance_km.log1p(),
    merchant: r.merchant,
    country: r.country,
    device: r.device,
    hour: r.hour,
  })),
  rule: (f) => f.attempts.atLeast(5),
  heads: { fraud: binary({ label: "chargeback", learner: gbdt({ rounds: 80, numLeaves: 8, minDataInLeaf: 60 }) }) },
  weights: { fraud: { start: 1, min: 0, max: 1 } },
  // Those who attack copy what passes; a little chance keeps showing what is blocked for nothing.
  policy: actIf({ threshold: "from-payoff", explore: epsilon(0.02) }),
  slices: ["merchant", "country"],
});
