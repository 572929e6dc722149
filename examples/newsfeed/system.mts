import { actIf, binary, csv, gbdt, latency, moneyEarned, on } from "alidade";
import contract from "./contract.mts";

const h = on(contract);

/** Show one suggested post in a visitor's feed, or leave the feed alone. */
export default h.system({
  name: "newsfeed",
  source: csv("history.csv", { lookIn: ["../../.cache/newsfeed"] }),
  entity: "visitor_id",
  time: "shown_at",
  objective: {
    metric: moneyEarned,
    direction: "increase",
    baseline: 700_000,
    target: 1_000_000,
    by: "2026-12-31",
    currency: "USD",
    payoff: { show: { yes: 0.08, no: -0.01 }, skip: { yes: 0, no: 0 } },
    guardrails: [latency({ p99Ms: 20 })],
    perYear: 400_000_000,
    asked: "head of growth",
    approves: ["product lead"],
    why: "An engagement brings 8 cents of advertising; a post that nobody wanted costs 1 cent of patience.",
  },
  outcomes: {
    engaged: h.outcome({ within: "7d", history: (r) => r.engaged, changedByActing: false }),
  },
  features: h.features((r) => ({
    quality: r.post_quality,
    followed: r.follows_topic,
    topicClicks: r.topic_clicks_30d,
    engagement: r.engagement_30d,
    visits: r.visits_30d,
    topic: r.post_topic,
    format: r.post_format,
    postAge: r.post_age_hours,
    followers: r.author_followers.log1p(),
    language: r.post_language,
    country: r.country,
    device: r.device,
    age: r.age_band,
    hour: r.hour,
    weekday: r.weekday,
    depth: r.session_depth,
  })),
  rule: (f) => f.quality.atLeast(0.5).and(f.followed),
  heads: {
    engagement: binary({ label: "engaged", learner: gbdt({ rounds: 120, numLeaves: 15, minDataInLeaf: 60 }) }),
  },
  weights: { engagement: { start: 1, min: 0, max: 1 } },
  policy: actIf({ threshold: "from-payoff" }),
  slices: ["device", "age_band"],
});
