import { actIf, assumed, binary, csv, gbdt, latency, moneySaved, on } from "alidade";
import contract from "./contract.mts";

const h = on(contract);

/** Call the patients most likely to be back within 30 days, with the nurses there are: one in ten. */
export default h.system({
  name: "ward",
  source: csv("ward.csv", { lookIn: ["../../.cache/examples"] }),
  entity: "patient",
  time: "decided_at",
  objective: {
    metric: moneySaved,
    direction: "increase",
    baseline: 0,
    target: 2_000_000,
    by: "2027-12-31",
    currency: "USD",
    payoff: { call: { yes: 9_600, no: 0 }, skip: { yes: 0, no: 0 } },
    cost: { call: 150 },
    effect: assumed(0.2, [0.05, 0.4]),
    guardrails: [latency({ p99Ms: 20 })],
    transparency: "explainable",
    perYear: 73_000,
    asked: "care management",
    approves: ["clinical lead"],
    why: "What a readmission costs the hospital, and what a call costs.",
  },
  outcomes: {
    readmitted: h.outcome({
      within: "30d",
      history: (r) => r.readmitted,
      changedByActing: true,
      acted: (r) => r.called,
      propensity: (r) => r.propensity,
    }),
  },
  features: h.features((r) => ({
    stays: r.stays_12m,
    emergencies: r.emergencies_12m,
    days: r.days,
    age: r.age,
    medications: r.medications,
    diagnosis: r.diagnosis,
    alone: r.lives_alone,
    load: r.ward_load,
    weekday: r.weekday,
  })),
  rule: (f) => f.stays.atLeast(3),
  heads: { risk: binary({ label: "readmitted", learner: gbdt({ rounds: 80, numLeaves: 8, minDataInLeaf: 60 }) }) },
  weights: { risk: { start: 1, min: 0, max: 1 } },
  policy: actIf({ threshold: "from-payoff", capacity: { share: 0.1 } }),
  slices: ["diagnosis"],
});
