import { actIf, binary, csv, epsilon, gbdt, latency, moneyEarned, newData, on, onValue } from "alidade";
import contract from "./contract.mts";

const h = on(contract);
/** A post earns 8 cents or loses 1: it pays from one engagement in nine on. */
const BREAK_EVEN = 1 / 9;
const learner = gbdt({ rounds: 80, numLeaves: 12, minDataInLeaf: 60 });

/** Show one suggested post in a reader's feed, or leave the feed alone. */
export default h.system({
  name: "newsfeed",
  source: csv("history.csv", { lookIn: ["../../.cache/newsfeed"] }),
  entity: "reader",
  time: "shown_at",
  objective: {
    metric: moneyEarned,
    direction: "increase",
    baseline: 550_000,
    target: 1_400_000,
    by: "2026-12-31",
    currency: "USD",
    outcome: "engaged",
    payoff: { show: { yes: 0.08, no: -0.01 }, skip: { yes: 0, no: 0 } },
    guardrails: [latency({ p99Ms: 20 })],
    perYear: 400_000_000,
    unproven: "allowed",
    asked: "head of growth",
    approves: ["product lead"],
    why: "An engagement brings 8 cents of advertising; a post that nobody wanted costs 1 cent of patience.",
  },
  outcomes: {
    engaged: h.outcome({ within: "1d", history: (r) => r.engaged, changedByActing: false }),
    pleased: h.outcome({ within: "1d", history: (r) => r.pleased, changedByActing: false }),
    violated: h.outcome({ within: "2d", history: (r) => r.violated, changedByActing: false }),
  },
  features: h.features((r) => ({
    quality: r.quality,
    heat: r.title_heat,
    followed: r.follows_topic,
    engagement: r.engagement_30d,
    visits: r.visits_30d,
    topic: r.topic,
    format: r.format,
    followers: r.author_followers.log1p(),
    device: r.device,
    hour: r.hour,
    depth: r.depth,
  })),
  rule: (f) => f.quality.atLeast(0.5).and(f.followed),
  heads: {
    engagement: binary({ label: "engaged", learner }),
    quality: binary({ label: "pleased", learner }),
    violation: binary({ label: "violated", learner }),
  },
  // Quality and violations begin without a say: how much they count is set while it serves, and needs no training.
  weights: {
    engagement: { start: 1, min: 0, max: 1 },
    quality: { start: 0, min: 0, max: 1 },
    violation: { start: 0, min: -5, max: 0 },
  },
  // One question in fifty is answered by lot: it shows what the model would never have tried.
  policy: actIf({ threshold: BREAK_EVEN, explore: epsilon(0.02) }),
  evaluation: { newest: 0.4 },
  slices: ["device", "format"],
  monitors: {
    period: "12h",
    // Nobody engages with what was not shown: heads cannot be judged on all posts while they serve, but the money can.
    off: ["conceptDrift", "liveCalibration", "liveQuality", "estimatedQuality", "labelShift"],
  },
  retrain: {
    when: [onValue(), newData({ share: 0.18 })],
    coolDown: "4d",
    budget: { perMonth: 6 },
    shadow: { share: 0.5, least: 150 },
    canary: { ramp: [0.25, 0.5], dwell: "6h", least: 150 },
    prove: "skip",
  },
});
