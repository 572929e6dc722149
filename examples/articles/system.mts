import { csv, gbdt, hitOrMiss, latency, moneyEarned, multilabel, on, perLabel, pickLabels } from "alidade";
import contract from "./contract.mts";

const h = on(contract);

/** Give each article the topics under which readers should find it: one about a chip maker's shares is tech and finance. */
export default h.system({
  name: "articles",
  source: csv("articles.csv", { lookIn: ["../../.cache/examples"] }),
  entity: "author",
  objective: {
    metric: moneyEarned,
    direction: "increase",
    baseline: 40_000,
    target: 60_000,
    by: "2027-12-31",
    currency: "USD",
    payoff: hitOrMiss({
      hit: 1,
      falseAlarm: -2,
      miss: -0.5,
      labels: { sport: { hit: 0.5, falseAlarm: -0.25, miss: 0 } },
    }),
    guardrails: [latency({ p99Ms: 20 })],
    perYear: 30_000,
    asked: "audience desk",
    approves: ["managing editor"],
    why: "An article under a topic where it does not belong annoys more readers than a missing one loses.",
  },
  outcomes: {
    tech: h.outcome({ within: "1d", history: (r) => r.tech, changedByActing: false }),
    finance: h.outcome({ within: "1d", history: (r) => r.finance, changedByActing: false }),
    sport: h.outcome({ within: "1d", history: (r) => r.sport, changedByActing: false }),
  },
  features: h.features((r) => ({
    chip: r.headline.contains("chip"),
    software: r.headline.contains("software"),
    shares: r.headline.contains("shares"),
    bank: r.headline.contains("bank"),
    match: r.headline.contains("match"),
    club: r.headline.contains("club"),
    deal: r.headline.contains("deal"),
    words: r.words,
    numbers: r.numbers,
  })),
  rule: (f) => ({ tech: f.chip.or(f.software), finance: f.shares.or(f.bank), sport: f.match.or(f.club) }),
  heads: {
    topics: multilabel({
      labels: ["tech", "finance", "sport"],
      learner: perLabel(gbdt({ rounds: 50, numLeaves: 8, minDataInLeaf: 30 })),
    }),
  },
  policy: pickLabels({ head: "topics" }),
});
