import { join } from "node:path";
import { rng, type VirtualClock, virtualClock } from "../../kernel/index.ts";
import { openState } from "../../presets.ts";
import type { DecisionRecord, Envelope, OutcomeRecord } from "../../records/index.ts";
import { type Desk, openDesk, type Ran } from "../host/host.conformance.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** The first of March 2026. */
export const START: number = Date.UTC(2026, 2, 1);

const alidade = JSON.stringify(new URL("../../index.ts", import.meta.url).href);

/** A shop that sends offers: one costs 1, and 10 come with every sale that follows within two days. */
const system = (metrics: string): string => `
import {
  acquisitionCost, actIf, contract, conversion, csv, ctr, decisionLatency, effectiveCatalogueSize, flag, guardrail, latency,
  moneyEarned, number, on, purchaseThrough, retention, roi, success,
} from ${alidade};
const h = on(contract({
  id: number({ unique: true }), visits: number(), bought: flag({ known: "after" }), clicked: flag({ known: "after" }),
}));
const outcome = (within, history) => h.outcome({ within, history, changedByActing: false });
export default h.system({
  name: "offers", source: csv("rows.csv"), entity: "id",
  objective: {
    metric: moneyEarned, direction: "increase", baseline: 1000, target: 9000, by: "2027-01-01", currency: "USD",
    payoff: { send: { yes: 10, no: 0 }, wait: { yes: 0, no: 0 } }, cost: { send: 1 }, outcome: "bought",
    guardrails: [latency({ p99Ms: 20 })], perYear: 1000, asked: "sales", approves: ["sales"], why: "a test",
    metrics: { ${metrics} },
  },
  outcomes: { bought: outcome("2d", (r) => r.bought), clicked: outcome("1d", (r) => r.clicked) },
  features: h.features((r) => ({ visits: r.visits })), rule: (f) => f.visits.atLeast(5), heads: {}, weights: {},
  policy: actIf({ threshold: 0.5 }), holdback: 0,
});`;

/** The desk of a shop whose journal is simulated. */
export interface OffersDesk {
  readonly clock: VirtualClock;
  readonly folder: string;
  run(...argv: readonly string[]): Promise<Ran>;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects, and fails where it is not.
  json(...argv: readonly string[]): Promise<any>;
  /** Writes the system file anew, with these metrics. */
  declare(metrics: string): Promise<void>;
  /** Puts days of decisions into the journal, and moves the clock to their end. */
  serve(days: number): Promise<void>;
  remove(): Promise<void>;
}

export async function openOffersDesk(metrics: string): Promise<OffersDesk> {
  const desk: Desk = await openDesk();
  const clock = virtualClock(START);
  const declare: OffersDesk["declare"] = async (words) => void (await desk.write("offers.mts", system(words)));
  await declare(metrics);
  await desk.write("rows.csv", "id,visits,bought,clicked\n1,2,true,false\n");
  const run: OffersDesk["run"] = (...argv) => desk.runWith({ clock }, ...argv);
  return {
    ...{ clock, folder: desk.folder, run, declare },
    json: async (...argv) => JSON.parse((await run(...argv, "--json")).out),
    serve: async (days) => {
      const state = await openState(join(desk.folder, ".alidade"), { create: true });
      try {
        for (let day = 0; day < days; day++) {
          await state.journal.append(dayOf(clock.now()));
          clock.advance(DAY);
        }
      } finally {
        await state.close();
      }
    },
    remove: () => desk.remove(),
  };
}

/** Twenty customers of sixty each day; one in two clicks, one in four of all buys. */
function dayOf(start: number): readonly Envelope[] {
  const draws = rng({ seed: 7, time: start, purpose: "test.offers" });
  const entries = Array.from({ length: 20 }, (_, i): readonly Envelope[] => {
    const at = start + i * HOUR;
    const id = `d${at}`;
    const sends = draws.uniform() < 0.7;
    const clicked = sends && draws.uniform() < 0.5;
    const bought = clicked && draws.uniform() < 0.5;
    const of = { id, at, subject: `c${draws.integer(60)}` };
    return [
      decision(of, { action: sends ? "send" : "wait", acted: sends, took: 1 + draws.uniform() * 9 }),
      ...(clicked ? [report(of, "clicked")] : []),
      ...(bought ? [report(of, "bought")] : []),
    ];
  }).flat();
  return entries.sort((a, b) => a.at - b.at);
}

type Of = Pick<DecisionRecord, "id" | "at"> & { readonly subject: string };

function decision(of: Of, body: Partial<DecisionRecord["body"]>): DecisionRecord {
  return {
    ...{ v: 1, kind: "decision", ...of },
    body: {
      ...{ system: "offers", plan: "p", arm: "champion", purpose: "champion", eligible: true, release: "r" },
      versions: { models: {}, weights: "w", policy: "p", contract: "c" },
      ...{ given: {}, features: {}, heads: {}, score: 0.5, propensity: 1, reasons: ["policy.above-threshold"] },
      ...body,
    } as DecisionRecord["body"],
  };
}

function report({ id, at }: Of, outcome: string): OutcomeRecord {
  const happenedAt = at + HOUR / 2;
  const body = { system: "offers", decision: id, outcome, value: true, happenedAt };
  return { v: 1, kind: "outcome", id: `offers/${id}/${outcome}`, at: happenedAt, body };
}
