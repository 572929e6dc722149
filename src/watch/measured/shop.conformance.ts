import { rng } from "../../kernel/index.ts";
import type { Measured, Objective } from "../../objective/index.ts";
import type { DecisionBody, DecisionRecord, Envelope, OutcomeRecord } from "../../records/index.ts";
import type { Estimate, Estimated } from "../../stats/index.ts";
import type { Journal } from "../../store/index.ts";
import { measureDays } from "./measure-days.ts";
import { measureReader } from "./measure-reader.ts";
import type { QuantifiedSystem } from "./value-of.ts";

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** Midnight, the first of January 2026. */
export const START: number = Date.UTC(2026, 0, 1);

/** A shop that sends an offer, or does not: a purchase brings 10 where an offer was sent, an offer costs 1. */
export function shopSystem(change: Partial<QuantifiedSystem> = {}): QuantifiedSystem {
  const objective = {
    ...{ stated: true, metric: { name: "money earned", family: "business", unit: "money", definition: "Money." } },
    ...{ direction: "increase", baseline: 0, target: 1, by: "2027-01-01", currency: "USD", guardrails: [] },
    payoff: { offer: { yes: 10, no: 0 }, wait: { yes: 0, no: 0 } },
    cost: { offer: 1 },
    ...{ transparency: "any", asked: "shop", approves: [] },
  } as Objective;
  const history = { op: "field", name: "bought" } as never;
  return {
    ...{ name: "shop", objective, heads: {} },
    policy: { policy: "act-if" } as never,
    outcomes: {
      bought: { kind: "flag", within: "2d", changedByActing: false, history },
      clicked: { kind: "flag", within: "1d", changedByActing: false, history },
      minutes: { kind: "number", within: "1d", changedByActing: false, history },
    },
    ...change,
  };
}

/** A decision of the shop. */
export function decided(
  id: string,
  at: number,
  change: Partial<DecisionBody> & { readonly subject?: string | null } = {},
): DecisionRecord {
  const { subject = `customer of ${id}`, ...body } = change;
  const action = body.action ?? "offer";
  return {
    ...{ v: 1, kind: "decision", id, at },
    ...(subject === null ? {} : { subject }),
    body: {
      ...{ system: "shop", plan: "p", arm: "champion", purpose: "champion", eligible: true, release: "r" },
      versions: { models: {}, weights: "w", policy: "p", contract: "c" },
      ...{ given: {}, features: {}, heads: {}, score: 0.5, propensity: 1, took: 2 },
      ...{ action, acted: action === "offer", reasons: ["policy.above-threshold"] },
      ...body,
    } as DecisionBody,
  };
}

let reports = 0;

/** What was reported of a decision, an hour after it. */
export function reported(of: DecisionRecord, outcome: string, value: boolean | number | string = true): OutcomeRecord {
  const at = of.at + HOUR;
  const body = { system: "shop", decision: of.id, outcome, value, happenedAt: at };
  return { v: 1, kind: "outcome", id: `report ${++reports}`, at, body };
}

/** A journal in memory, in the order of the entries' times; it counts how many entries it has given away. */
export function journalOf(entries: readonly Envelope[]): Pick<Journal, "read"> & { readonly given: () => number } {
  const sorted = [...entries].sort((a, b) => a.at - b.at);
  let given = 0;
  return {
    read: async (from, limit) => {
      const start = Number(from ?? 0);
      const page = sorted.slice(start, start + limit);
      given += page.length;
      return { entries: page, next: String(start + page.length) };
    },
    given: () => given,
  };
}

/** How customers of a simulated shop are. */
export interface SimulatedShop {
  readonly seed: number;
  readonly customers: number;
  readonly days: number;
  /** The share held back from offers. */
  readonly holdback?: number;
}

/**
 * Customers who come on some of the days, some of them much more often, and buy with a chance of their own (0.1 on
 * average, 0.05 where they are held back): what one of them does hangs together.
 */
export function simulatedShop({ seed, customers, days, holdback = 0 }: SimulatedShop): readonly Envelope[] {
  return Array.from({ length: customers }, (_, c) => {
    const draws = rng({ seed, unit: c, purpose: "test.measured" });
    const held = draws.uniform() < holdback;
    const often = draws.uniform() < 0.2 ? 0.9 : 0.2;
    // Beta(1, 9): a mean of 0.1, and customers that differ.
    const buys = (1 - draws.uniform() ** (1 / 9)) * (held ? 0.5 : 1);
    const how = held
      ? ({ purpose: "holdback", action: "wait" } as const)
      : ({ purpose: "champion", action: "offer" } as const);
    return Array.from({ length: days }, (__, day): readonly Envelope[] => {
      if (draws.uniform() >= often) return [];
      const at = START + day * DAY + Math.floor(draws.uniform() * 23 * HOUR);
      const of = decided(`${c}/${day}`, at, { ...how, subject: `c${c}`, took: draws.uniform() * 10 });
      return draws.uniform() < buys ? [of, reported(of, "bought")] : [of];
    }).flat();
  }).flat();
}

/** What is measured over a journal. */
export interface MeasuredCase {
  readonly entries: readonly Envelope[];
  /** Days after the start. */
  readonly now: number;
  readonly system?: QuantifiedSystem;
  readonly days?: number;
}

/** A metric over the last days of a journal. */
export async function measured(
  metric: Measured,
  { entries, now, system = shopSystem(), days = now }: MeasuredCase,
): Promise<Estimated> {
  const { measure } = metric;
  const at = START + now * DAY;
  const found = await measureDays({
    ...{ system, measures: [measure], journal: journalOf(entries), now: at },
    signal: new AbortController().signal,
  });
  const to = Math.floor(at / DAY);
  return measureReader(found)(measure, { from: to - days, to });
}

/** The number of an estimate. */
export const number = (found: Estimated): number => (found as Estimate).value;
