import { binary, csv, gbdt, latency, moneyEarned, on, perRelevant, rankBy } from "alidade";
import contract from "./contract.mts";

const h = on(contract);

/**
 * Put the apps that somebody is about to open on the first screen. Each installed app is scored with where and when the phone
 * was unlocked, so that an app that came out yesterday is ranked without training anything. `alidade assess examples/next-app
 * --framings` holds it against one model with a class for each app.
 */
export default h.system({
  name: "next-app",
  source: csv("next-app.csv", { lookIn: ["../../.cache/examples"] }),
  entity: "phone",
  time: "unlocked_at",
  objective: {
    metric: moneyEarned,
    direction: "increase",
    baseline: 300_000,
    target: 450_000,
    by: "2027-12-31",
    currency: "USD",
    // Four places on the first screen; who finds an app there opens it a second sooner.
    payoff: perRelevant({ money: 0.01, positions: [1, 0.9, 0.8, 0.7] }),
    guardrails: [latency({ p99Ms: 20 })],
    perYear: 50_000_000,
    asked: "head of home screen",
    approves: ["product lead"],
  },
  outcomes: { opened: h.outcome({ within: "1d", history: (r) => r.opened, changedByActing: false }) },
  features: h.features((r) => ({
    hour: r.hour,
    weekend: r.weekend,
    place: r.place,
    headphones: r.headphones,
    usual: r.usual,
    lastApp: r.last_app,
    category: r.category,
    often: r.opened_7d,
    last: r.opened_last,
    days: r.days_installed,
    notifications: r.notifications,
  })),
  rule: (f) => f.often,
  heads: {
    opens: binary({ label: "opened", learner: gbdt({ rounds: 80, numLeaves: 15, minDataInLeaf: 40 }) }),
  },
  weights: { opens: { start: 1, min: 0, max: 1 } },
  policy: rankBy({ list: "unlock", top: 4 }),
});
