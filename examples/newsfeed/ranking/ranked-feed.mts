import { binary, csv, epsilon, gbdt, latency, moneyEarned, on, perRelevant, rankBy, regression } from "alidade";
import contract from "./contract.mts";

const h = on(contract);
const learner = gbdt({ rounds: 100, numLeaves: 15, minDataInLeaf: 40 });

/**
 * Order the posts of a feed by three goals at once, each with a head of its own: to be clicked, to be found good, and not to
 * break the rules. How they weigh against each other is data: it changes on a live server, without training.
 */
export default h.system({
  name: "ranked-feed",
  source: csv("ranked-feed.csv", { lookIn: ["../../../.cache/examples"] }),
  entity: "visitor",
  time: "opened_at",
  objective: {
    metric: moneyEarned,
    direction: "increase",
    baseline: 900_000,
    target: 1_100_000,
    by: "2027-12-31",
    currency: "USD",
    outcome: "clicked",
    payoff: perRelevant({ money: 0.05, positions: [1, 0.8, 0.6, 0.5, 0.4] }),
    guardrails: [latency({ p99Ms: 20 })],
    perYear: 40_000_000,
    asked: "head of feed",
    approves: ["product lead", "editor in chief", "trust and safety"],
  },
  outcomes: {
    clicked: h.outcome({ within: "1d", history: (r) => r.clicked, changedByActing: false }),
    rating: h.outcome({ within: "1d", history: (r) => r.rating, changedByActing: false }),
    violates: h.outcome({ within: "7d", history: (r) => r.violates, changedByActing: false }),
  },
  features: h.features((r) => ({
    topic: r.topic,
    interest: r.interest,
    matches: r.topic.sameAs(r.interest),
    visits: r.visits_30d,
    teaser: r.teaser,
    depth: r.depth,
    age: r.age_hours,
    reports: r.reports,
    removed: r.removed,
  })),
  rule: (f) => f.age.times(-1),
  heads: {
    engagement: binary({ label: "clicked", learner }),
    quality: regression({ label: "rating", learner }),
    violations: binary({ label: "violates", learner, deadline: "20ms" }),
  },
  weights: {
    engagement: { start: 1, min: 0, max: 2 },
    quality: { start: 0.05, min: 0, max: 0.5 },
    violations: { start: -1, min: -5, max: 0 },
  },
  // What a moderator took down is never shown, whatever the weights say.
  filters: [{ name: "removed", when: (f) => f.removed }],
  policy: rankBy({
    list: "request",
    top: 5,
    sources: { follows: { most: 300 }, trending: { most: 200 }, editors: { most: 20 } },
    stages: [{ heads: ["engagement"], keep: 200 }],
    diversity: [{ by: "topic", most: 2 }],
    mix: [
      { source: "editors", slots: [2] },
      { source: "follows", least: 1 },
    ],
    explore: epsilon(0.02),
  }),
  default: "as-given",
});
