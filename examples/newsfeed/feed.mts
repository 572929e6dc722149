import { between, blend, csv, gbdt, latency, moneyEarned, on, perRelevant, rankBy } from "alidade";
import contract from "./feed-contract.mts";

const h = on(contract);

/** Order the posts of a feed by engagement and quality at once: one score, learned from clicks and from minutes read. */
export default h.system({
  name: "feed",
  source: csv("feed.csv", { lookIn: ["../../.cache/examples"] }),
  entity: "visitor",
  time: "opened_at",
  objective: {
    metric: moneyEarned,
    direction: "increase",
    baseline: 900_000,
    target: 1_100_000,
    by: "2027-12-31",
    currency: "USD",
    // Minutes pay, by advertising beside the text; clicks alone do not, but a feed that nobody clicks is not opened again.
    outcome: "minutes",
    payoff: perRelevant({ money: 0.02, positions: [1, 0.8, 0.6] }),
    guardrails: [latency({ p99Ms: 20 })],
    perYear: 40_000_000,
    asked: "head of feed",
    approves: ["product lead", "editor in chief"],
  },
  outcomes: {
    clicked: h.outcome({ within: "1d", history: (r) => r.clicked, changedByActing: false }),
    minutes: h.outcome({ within: "1d", history: (r) => r.minutes, changedByActing: false }),
  },
  features: h.features((r) => ({
    topic: r.topic,
    interest: r.interest,
    matches: r.topic.sameAs(r.interest),
    visits: r.visits_30d,
    teaser: r.teaser,
    depth: r.depth,
    age: r.age_hours,
  })),
  rule: (f) => f.age.times(-1),
  heads: {
    appeal: blend({
      of: { clicked: 0.5, minutes: 0.5 },
      learner: gbdt({ rounds: 80, numLeaves: 15, minDataInLeaf: 40 }),
    }),
  },
  weights: { appeal: { start: 1, min: 0, max: 1 } },
  policy: rankBy({ list: "request", top: 3 }),
});

/** What `alidade search feed.mts --trade-off 5` tries: how much of the weight clicks get, the other goals sharing the rest. */
export const search = { appeal: { clicked: between(0, 1) } };
