import { actIf, assumed, binary, csv, gbdt, latency, moneySaved, on } from "alidade";
import contract from "./contract.mts";
import { tickets, visits } from "./events.mts";

const h = on(contract, { streams: { visits, tickets } });

/** Offer a free month to the subscribers who would leave, and to nobody who would have stayed. */
export default h.system({
  name: "churn",
  source: csv("churn.csv", { lookIn: ["../../.cache/examples"] }),
  entity: "subscriber",
  time: "asked_at",
  objective: {
    metric: moneySaved,
    direction: "increase",
    baseline: 0,
    target: 150_000,
    by: "2027-12-31",
    currency: "USD",
    // Of somebody who would have left: what one year brings. It is kept as often as the offer works.
    payoff: { offer: { yes: 140, no: 0 }, skip: { yes: 0, no: 0 } },
    cost: { offer: 9 },
    effect: assumed(0.35, [0.15, 0.5]),
    guardrails: [latency({ p99Ms: 20 })],
    perYear: 120_000,
    asked: "head of subscriptions",
    approves: ["finance"],
    why: "A free month costs 9 dollars in licences; a subscriber who stays brings 140 a year.",
  },
  outcomes: {
    // An offer changes who leaves: rows with one tell nothing of those without. To whom the marketing of the past made offers
    // was left to chance, and the chance was logged, so the others can stand for all.
    left: h.outcome({
      within: "30d",
      history: (r) => r.left,
      changedByActing: true,
      acted: (r) => r.offered,
      propensity: (r) => r.propensity,
    }),
  },
  features: h.features((r, from) => ({
    plan: r.plan,
    price: r.price,
    months: r.months,
    // Learned from the training rows alone, and kept with the model: how many leave in this city, and the words of a note.
    city: r.city.targetEncoded("left"),
    note: r.note.hashed({ width: 16 }),
    // How many, in the days before the decision.
    visits7: from.visits.count({ within: "7d" }),
    visits30: from.visits.count({ within: "30d" }),
    minutes: from.visits.mean((e) => e.minutes, { within: "30d" }),
    devices: from.visits.distinct((e) => e.device, { within: "30d" }),
    daysAway: from.visits.sinceLast({ unit: "day" }),
    // Minutes a visit, more or fewer from day to day.
    fading: from.visits.trend((e) => e.minutes, { within: "30d" }),
    tickets30: from.tickets.count({ within: "30d" }),
    complaints30: from.tickets.count({ within: "30d", where: (e) => e.topic.oneOf(["billing", "technical"]) }),
    lastTopic: from.tickets.last((e) => e.topic, { within: "30d" }),
    // Two streams and two windows in one feature; an ordinary expression like the others.
    trouble: from.tickets.count({ within: "30d" }).per(from.visits.count({ within: "30d" }).plus(1)),
    slowing: from.visits.count({ within: "7d" }).per(from.visits.count({ within: "30d" })),
  })),
  rule: (f) => f.visits7.equals(0),
  heads: { risk: binary({ label: "left", learner: gbdt({ rounds: 60, numLeaves: 8, minDataInLeaf: 40 }) }) },
  weights: { risk: { start: 1, min: 0, max: 1 } },
  policy: actIf({ threshold: "from-payoff" }),
  slices: ["plan"],
});
