import { contract, csv, flag, number, text, time } from "../../data/index.ts";
import { assumed, moneySaved } from "../../objective/index.ts";
import { actIf } from "../../policy/index.ts";
import type { HistoryEvent } from "../../registry/index.ts";
import { binary, on, type SystemDefinition, stream } from "../../system/index.ts";
import type { About } from "../monitors/monitor.ts";
import type { Symptom } from "./alert.ts";
import type { Circumstances } from "./book/book.ts";

export const HOUR = 3_600_000;
export const DAY: number = 24 * HOUR;
/** Noon of a day on which something breaks. */
export const NOON: number = Date.UTC(2026, 10, 20, 12);

const visit = contract({ customer: number({ integer: true }), at: time(), minutes: number(), device: text() });
const visits = stream({ contract: visit, source: csv("visits.csv"), entity: "customer", time: "at" });

/** A shop that calls customers who may leave: so many numeric fields besides, each a feature, and four features of a stream. */
export function shopOf(fields = 6): SystemDefinition {
  const names = Array.from({ length: fields }, (_, i) => `f${i}`);
  const shop = contract({
    customer: number({ integer: true }),
    at: time(),
    city: text(),
    left: flag({ known: "after" }),
    ...Object.fromEntries(names.map((name) => [name, number()])),
  });
  const h = on(shop, { streams: { visits } });
  const features = h.features((r, from) => ({
    city: r.city,
    visits7: from.visits.count({ within: "7d" }),
    visits30: from.visits.count({ within: "30d" }),
    minutes: from.visits.mean((e) => e.minutes, { within: "30d" }),
    devices: from.visits.distinct((e) => e.device, { within: "30d" }),
    ...(Object.fromEntries(
      names.map((name) => [name, (r as unknown as Record<string, typeof r.customer>)[name]]),
    ) as Record<string, typeof r.customer>),
  }));
  return h.system({
    name: "shop",
    source: csv("shop.csv"),
    entity: "customer",
    time: "at",
    objective: {
      metric: moneySaved,
      direction: "increase",
      baseline: 0,
      target: 1_000_000,
      by: "2027-12-31",
      currency: "USD",
      payoff: { call: { yes: 100, no: 0 }, rest: { yes: 0, no: 0 } },
      cost: { call: 10 },
      effect: assumed(0.5, [0.2, 0.6]),
      asked: "sales",
      approves: ["finance"],
    },
    outcomes: { left: h.outcome({ within: "30d", history: (r) => r.left, changedByActing: true }) },
    features,
    rule: (f) => f.visits7.equals(0),
    heads: { risk: binary({ label: "left", learner: { learner: "logistic", params: {} } }) },
    weights: { risk: { start: 1, min: 0, max: 1 } },
    policy: actIf({ threshold: "from-payoff" }),
    slices: ["city"],
  });
}

/** A sign of something, from noon to an hour after. */
export function sign(kind: string, [part, name]: readonly [About["part"], string], of: Partial<Symptom> = {}): Symptom {
  const since = of.since ?? NOON;
  return {
    kind,
    about: { part, name },
    since,
    at: since + HOUR,
    says: `${name} is not as it was`,
    isBreach: false,
    reach: 0.2,
    strength: 3,
    ...of,
  };
}

/** One line of the history, by ada. */
export function event(what: string, of: Partial<HistoryEvent> = {}): HistoryEvent {
  return { system: "shop", number: 1, at: NOON - HOUR, by: "ada", what, subject: "pln_1", why: "a try", ...of };
}

/** What is known of the shop: 10,000 decisions a day, and no history. */
export function givenOf(system: SystemDefinition = shopOf(), of: Partial<Circumstances> = {}): Circumstances {
  return { system, reference: undefined, history: [], file: "system.mts", decisionsPerDay: 10_000, ...of };
}
