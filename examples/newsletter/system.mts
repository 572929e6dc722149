import { csv, gbdt, latency, moneyEarned, on, perRelevant, rankBy, ranking } from "alidade";
import contract from "./contract.mts";

const h = on(contract);

/** Choose and order the articles of each reader's newsletter. */
export default h.system({
  name: "newsletter",
  source: csv("newsletter.csv", { lookIn: ["../../.cache/examples"] }),
  entity: "reader",
  time: "sent_at",
  objective: {
    metric: moneyEarned,
    direction: "increase",
    baseline: 300_000,
    target: 400_000,
    by: "2027-12-31",
    currency: "USD",
    // A minute of reading brings three cents of advertising; half of the readers do not scroll to the third article.
    outcome: "minutes",
    payoff: perRelevant({ money: 0.03, positions: [1, 0.8, 0.5, 0.35] }),
    guardrails: [latency({ p99Ms: 20 })],
    perYear: 5_000_000,
    asked: "head of audience",
    approves: ["newsletter editor"],
  },
  outcomes: {
    minutes: h.outcome({ within: "3d", history: (r) => r.minutes, changedByActing: false }),
    // What the head learns to put first: hardly read, read a little … read to the end.
    grade: h.outcome({ within: "3d", history: (r) => r.minutes.times(2).round().clip(0, 5), changedByActing: false }),
  },
  features: h.features((r) => ({
    topic: r.topic,
    interest: r.interest,
    matches: r.topic.sameAs(r.interest),
    opened: r.opened_30d,
    age: r.age_hours,
    length: r.length,
    clicks: r.clicks.log1p(),
  })),
  rule: (f) => f.clicks,
  heads: { order: ranking({ label: "grade", learner: gbdt({ rounds: 60, numLeaves: 15, minDataInLeaf: 30 }) }) },
  weights: { order: { start: 1, min: 0, max: 1 } },
  filters: [{ name: "stale", when: (f) => f.age.above(72) }],
  policy: rankBy({ list: "issue", top: 4 }),
  slices: ["interest"],
});
