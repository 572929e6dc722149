import { join } from "node:path";
import { type VirtualClock, virtualClock } from "../../kernel/index.ts";
import { openState } from "../../presets.ts";
import type { DecisionRecord, Envelope, OutcomeRecord } from "../../records/index.ts";
import { type Registry, registryOf } from "../../registry/index.ts";
import { type Desk, openDesk, type Ran } from "../host/host.conformance.ts";

const DAY = 86_400_000;
/** When the experiment begins. */
export const START: number = Date.UTC(2026, 2, 1);

const alidade = JSON.stringify(new URL("../../index.ts", import.meta.url).href);

/** A shop that mails some customers: a mail costs 1, and 10 come with every sale that follows within a week. */
const SYSTEM = `
import { actIf, contract, csv, flag, moneyEarned, number, on, text } from ${alidade};
const h = on(contract({
  id: number({ unique: true }), visits: number(), country: text(),
  bought: flag({ known: "after" }), complained: flag({ known: "after" }), minutes: number({ known: "after" }),
}));
const outcome = (history) => h.outcome({ within: "7d", history, changedByActing: false });
export default h.system({
  name: "mail", source: csv("rows.csv"), entity: "id",
  objective: {
    metric: moneyEarned, direction: "increase", baseline: 0, target: 1, by: "2027-01-01", currency: "USD",
    payoff: { mail: { yes: 10, no: 0 }, skip: { yes: 0, no: 0 } }, cost: { mail: 1 }, outcome: "bought",
    guardrails: [], transparency: "any", perYear: 1000, asked: "sales", approves: ["sales"], why: "a test",
    metrics: {
      buyers: { measure: { measure: "share", of: { quantity: "outcome", outcome: "bought" }, per: "unit" }, role: "success", direction: "increase" },
      complaints: { measure: { measure: "share", of: { quantity: "outcome", outcome: "complained" }, per: "decision" }, role: "guardrail", direction: "decrease", margin: { absolute: 0.05 } },
      minutes: { measure: { measure: "mean", of: { quantity: "outcome", outcome: "minutes" }, per: "decision" }, role: "deterioration", direction: "increase" },
      slowest: { measure: { measure: "quantile", of: { quantity: "latency" }, q: 0.9 }, role: "deterioration", direction: "decrease" },
      back: { measure: { measure: "retention", day: 3 }, role: "deterioration", direction: "increase" },
      mailed: { measure: { measure: "ratio", of: { quantity: "acted" }, over: { quantity: "decisions" } }, role: "deterioration", direction: "decrease" },
    },
  },
  outcomes: { bought: outcome((r) => r.bought), complained: outcome((r) => r.complained), minutes: outcome((r) => r.minutes) },
  features: h.features((r) => ({ visits: r.visits })), rule: (f) => f.visits.atLeast(5), heads: {}, weights: {},
  policy: actIf({ threshold: 0.5 }), slices: ["country"], holdback: 0.1,
});`;

/** One decision, and what came of it; times in days since {@link START}. */
export interface Mailing {
  readonly unit: string;
  /** `control`, `treatment`, or null: before the experiment, or beside it. */
  readonly arm: string | null;
  readonly day: number;
  readonly mails?: boolean;
  readonly bought?: boolean;
  /** Days from the decision to the sale. Default a tenth. */
  readonly after?: number;
  readonly complained?: boolean;
  readonly minutes?: number;
  readonly country?: string;
  readonly took?: number;
  /** Default: the one of the plan. */
  readonly release?: string;
  /** Whether nobody acted on it, come what may. */
  readonly held?: true;
}

/** The desk of a shop whose journal a test writes, line by line. */
export interface MailDesk {
  readonly clock: VirtualClock;
  run(...argv: readonly string[]): Promise<Ran>;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects, and fails where it is not.
  json(...argv: readonly string[]): Promise<any>;
  /** Starts an experiment `calls` of the rule with itself at {@link START}, and puts these decisions into the journal. */
  write(mailings: readonly Mailing[], start?: readonly string[]): Promise<void>;
  /** Writes a file beside the system. */
  file(name: string, text: string): Promise<void>;
  /** Puts more of them into it. */
  more(mailings: readonly Mailing[]): Promise<void>;
  remove(): Promise<void>;
}

/** Opens a desk; the clock stands at {@link START} once the experiment has begun. */
export async function openMailDesk(): Promise<MailDesk> {
  const desk: Desk = await openDesk();
  const clock = virtualClock(START - DAY);
  await desk.write("mail.mts", SYSTEM);
  await desk.write("rows.csv", "id,visits,country,bought,complained,minutes\n1,2,at,true,false,3\n");
  const run: MailDesk["run"] = (...argv) => desk.runWith({ clock }, ...argv);
  const more: MailDesk["more"] = async (mailings) => {
    const state = await openState(join(desk.folder, ".alidade"), { create: true });
    try {
      const release = await releaseOf(registryOf({ state, clock, who: "ada" }));
      const entries = mailings.flatMap((mailing, i) => entriesOf({ release, ...mailing }, `${clock.now()}-${i}`));
      const inTime = entries.toSorted((a, b) => a.at - b.at);
      for (let i = 0; i < inTime.length; i += 2_000) await state.journal.append(inTime.slice(i, i + 2_000));
    } finally {
      await state.close();
    }
  };
  return {
    clock,
    run,
    json: async (...argv) => JSON.parse((await run(...argv, "--json")).out),
    write: async (mailings, start = []) => {
      await run("release", "mail.mts", "rule");
      clock.advance(START - clock.now());
      const began = await run("experiment", "start", "mail.mts", "--name", "calls", "--treatment", "rule", ...start);
      if (began.exit !== 0) throw new Error(began.err);
      await more(mailings);
    },
    file: async (name, text) => void (await desk.write(name, text)),
    more,
    remove: () => desk.remove(),
  };
}

async function releaseOf(registry: Registry): Promise<string> {
  const plan = await registry.currentPlan("mail");
  return plan?.allocations[0]?.release ?? "";
}

function entriesOf(mailing: Mailing, id: string): readonly Envelope[] {
  const { unit, arm, day, held, mails = held !== true, release = "", country = "at", took = 5 } = mailing;
  const action = mails ? "mail" : "skip";
  const versions = { models: {}, weights: "w", policy: "p", contract: "c" };
  const seen = { given: { visits: 5, country }, features: {}, heads: {}, score: null, reasons: [] };
  const where =
    arm === null
      ? ({ arm: "champion", purpose: held === true ? "holdback" : "champion", eligible: false } as const)
      : ({ arm, purpose: "experiment", experiment: "calls", eligible: true } as const);
  const at = Math.round(START + day * DAY);
  const decision: DecisionRecord = {
    ...{ v: 1, kind: "decision", id: `d${id}`, at, subject: unit },
    body: {
      system: "mail",
      plan: "p",
      ...where,
      release,
      versions,
      ...seen,
      action,
      propensity: 1,
      acted: mails,
      took,
    },
  };
  const { bought, after = 0.1, complained, minutes } = mailing;
  const told = { bought, complained, minutes };
  const outcomes = Object.entries(told).flatMap(([outcome, value]): readonly OutcomeRecord[] => {
    if (value === undefined || value === false) return [];
    const happenedAt = Math.round(at + after * DAY);
    const body = { system: "mail", decision: decision.id, outcome, value, happenedAt };
    return [{ v: 1, kind: "outcome", id: `${outcome}-${id}`, at: Math.max(at, happenedAt), body }];
  });
  return [decision, ...outcomes];
}
