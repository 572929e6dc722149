import type { Rng } from "../../src/kernel/index.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Shares of visits that telephones keep for days, and that they send twice. */
const LATE = 0.06;
const TWICE = 0.01;

export const DEVICES = ["phone", "tablet", "television", "browser"] as const;

export interface Visit {
  readonly visit: string;
  readonly subscriber: string;
  readonly started_at: number;
  readonly received_at: number;
  readonly minutes: number;
  readonly device: string;
}

export interface Ticket {
  readonly ticket: string;
  readonly subscriber: string;
  readonly dated: number;
  readonly filed_at: number;
  readonly topic: string;
}

/** What happened in the 30 days before a decision. */
export interface Month {
  readonly at: number;
  readonly visits: readonly Visit[];
  readonly tickets: readonly Ticket[];
}

/** All events so far. */
export interface Told {
  readonly visits: Visit[];
  readonly tickets: Ticket[];
}

interface Visitor {
  readonly subscriber: string;
  readonly devices: readonly string[];
  /** Visits a month. */
  readonly pace: number;
  readonly at: number;
}

/** Knuth's: how many uniforms can be multiplied before they fall below e^-mean. */
function poisson(draws: Rng, mean: number): number {
  let count = 0;
  for (let left = draws.uniform(); left > Math.exp(-mean); left *= draws.uniform()) count++;
  return count;
}

/** The visits of the 30 days before a decision. Most are received at once, a few days later. */
export function visitsOf(draws: Rng, { subscriber, devices, pace, at }: Visitor): readonly Visit[] {
  return Array.from({ length: poisson(draws, pace) }, (_, n): Visit => {
    const started_at = at - Math.ceil(draws.uniform() * 30 * DAY);
    const wait = draws.uniform() < LATE ? draws.uniform() * 4 * DAY : draws.uniform() * MINUTE;
    return {
      visit: `${subscriber}-${Math.floor(at / DAY)}-${n}`,
      subscriber,
      started_at,
      received_at: started_at + Math.floor(wait),
      minutes: 5 + draws.integer(50),
      device: devices[draws.integer(devices.length)] as string,
    };
  });
}

/** Some visits once more, as a telephone sends them that saw no answer. */
export function sentAgain(draws: Rng, visits: readonly Visit[]): readonly Visit[] {
  return visits
    .filter(() => draws.uniform() < TWICE)
    .map((visit) => ({ ...visit, received_at: visit.received_at + MINUTE }));
}

/** The tickets of the 30 days before a decision, filed within a day. */
export function ticketsOf(draws: Rng, subscriber: string, at: number): readonly Ticket[] {
  return Array.from({ length: poisson(draws, 0.7) }, (_, n): Ticket => {
    const dated = at - Math.ceil(draws.uniform() * 30 * DAY);
    const filed_at = dated + Math.floor(draws.uniform() * DAY);
    const topic = ["billing", "technical", "question", "question"][draws.integer(4)] as string;
    return { ticket: `${subscriber}-${Math.floor(at / DAY)}-${n}`, subscriber, dated, filed_at, topic };
  });
}

/** What somebody said who has left: filed when all was over, as a complaint like others, under the day of the first contact. */
export function ticketOnLeaving(draws: Rng, subscriber: string, at: number): Ticket {
  const dated = at - Math.ceil(draws.uniform() * 14 * DAY);
  const filed_at = at + Math.floor((5 + draws.uniform() * 25) * DAY);
  const topic = draws.uniform() < 0.5 ? "billing" : "technical";
  return { ticket: `${subscriber}-left`, subscriber, dated, filed_at, topic };
}
