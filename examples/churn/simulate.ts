import { type Row, type Table, tableOf } from "../../src/data/index.ts";
import { type Rng, rng } from "../../src/kernel/index.ts";
import { DEVICES, type Month, sentAgain, type Told, ticketOnLeaving, ticketsOf, visitsOf } from "./simulate-events.ts";

const DAY = 86_400_000;
/** Decisions are made on the first of each month of a year. */
export const MONTHS = 12;
/** Share of those who would leave that stay because of the offer. */
const EFFECT = 0.35;
/** Months begin with the chance that somebody has lost interest. */
const LOSING_INTEREST = 0.12;

const PLANS = { basic: [9, 0], plus: [14, -0.3], family: [22, -0.6] } as const;
const CITIES = { Lisbon: 0, Porto: 0.4, Braga: -0.5, Faro: 0.8, Coimbra: -0.3, Aveiro: 0 } as const;
/** What agents write down, and what it means. */
const NOTES = {
  "is moving house": 2,
  "finds it expensive": 1.4,
  "asked for a receipt": 0,
  "praised the app": -0.5,
} as const;

const KINDS = {
  rows: {
    subscriber: "text",
    asked_at: "time",
    plan: "text",
    price: "number",
    months: "number",
    city: "text",
    note: "text",
    offered: "flag",
    propensity: "number",
    tickets_by_now: "number",
    left: "flag",
  },
  visits: {
    visit: "text",
    subscriber: "text",
    started_at: "time",
    received_at: "time",
    minutes: "number",
    device: "text",
  },
  tickets: { ticket: "text", subscriber: "text", dated: "time", filed_at: "time", topic: "text" },
} as const;

type Plan = keyof typeof PLANS;
type City = keyof typeof CITIES;
type Note = keyof typeof NOTES;

interface Subscriber {
  readonly subscriber: string;
  readonly plan: Plan;
  readonly city: City;
  readonly devices: readonly string[];
  /** Visits a month while interested. */
  readonly pace: number;
  readonly joined: number;
}

/** A history, and what is true of it. */
export interface Simulated {
  readonly rows: Table;
  readonly visits: Table;
  readonly tickets: Table;
  /** For every row the chance that somebody leaves who gets no offer: nobody can know more. */
  readonly chances: Float64Array;
}

function pick<T>(draws: Rng, from: readonly T[]): T {
  return from[draws.integer(from.length)] as T;
}

function subscriberOf(draws: Rng, n: number): Subscriber {
  return {
    subscriber: `s${n}`,
    plan: pick(draws, Object.keys(PLANS) as Plan[]),
    city: pick(draws, Object.keys(CITIES) as City[]),
    devices: draws.shuffled(DEVICES).slice(0, 1 + draws.integer(3)),
    pace: 4 + draws.integer(12),
    joined: draws.integer(MONTHS - 2),
  };
}

/** The chance to leave within 30 days without an offer: a function of what happened, whenever that became known. */
function chanceToLeave({ plan, city }: Subscriber, note: Note | null, { at, visits, tickets }: Month): number {
  const lately = visits.filter(({ started_at }) => started_at > at - 7 * DAY).length;
  const asked = tickets.filter(({ dated }) => dated > at - 30 * DAY);
  const complaints = asked.filter(({ topic }) => topic !== "question").length;
  const logit =
    -1.5 +
    (lately === 0 ? 0.6 : 0) -
    0.15 * visits.length +
    0.45 * complaints +
    PLANS[plan][1] +
    CITIES[city] +
    (note === null ? 0 : NOTES[note]);
  return 1 / (1 + Math.exp(-logit));
}

/** Marketing made offers to the quiet ones more often, but never for certain. */
function chanceOfOffer({ at, visits }: Month): number {
  return visits.some(({ started_at }) => started_at > at - 7 * DAY) ? 0.1 : 0.4;
}

/** The months of one subscriber, until there are no more: each as a row, with the chance to leave. */
function livesOf(draws: Rng, who: Subscriber, told: Told): readonly Life[] {
  const lives: Life[] = [];
  let pace = who.pace;
  for (let month = who.joined; month < MONTHS && lives.at(-1)?.row.left !== true; month++) {
    if (pace === who.pace && draws.uniform() < LOSING_INTEREST) pace /= 4;
    lives.push(lifeOf(draws, { ...who, pace, month }, told));
  }
  return lives;
}

interface Life {
  readonly row: Row;
  readonly chance: number;
}

function lifeOf(draws: Rng, who: Subscriber & { readonly month: number }, told: Told): Life {
  const { subscriber, plan, city, month, joined } = who;
  const at = Date.UTC(2025, month, 1, 6);
  const seen: Month = { at, visits: visitsOf(draws, { ...who, at }), tickets: ticketsOf(draws, subscriber, at) };
  const note = draws.uniform() < 0.3 ? pick(draws, Object.keys(NOTES) as Note[]) : null;
  const chance = chanceToLeave(who, note, seen);
  const odds = chanceOfOffer(seen);
  const offered = draws.uniform() < odds;
  const left = draws.uniform() < chance * (offered ? 1 - EFFECT : 1);
  const late = left && draws.uniform() < 0.8 ? [ticketOnLeaving(draws, subscriber, at)] : [];
  told.visits.push(...seen.visits, ...sentAgain(draws, seen.visits));
  told.tickets.push(...seen.tickets, ...late);
  const asked = { subscriber, asked_at: at, plan, price: PLANS[plan][0], months: month - joined, note };
  const done = { offered, propensity: offered ? odds : 1 - odds };
  const known = { tickets_by_now: seen.tickets.length + late.length, left };
  return { row: { ...asked, city: draws.uniform() < 0.03 ? null : city, ...done, ...known }, chance };
}

/** A year of a subscription business: its decisions, its events in the order in which they became known, and the truth. */
export function simulateChurn(subscribers: number, seed = 1): Simulated {
  const draws = rng({ seed, purpose: "churn" });
  const told: Told = { visits: [], tickets: [] };
  const lives = Array.from({ length: subscribers }, (_, n) => livesOf(draws, subscriberOf(draws, n), told))
    .flat()
    .sort((a, b) => Number(a.row.asked_at) - Number(b.row.asked_at));
  return {
    rows: tableOf(
      KINDS.rows,
      lives.map(({ row }) => row),
    ),
    visits: tableOf(
      KINDS.visits,
      told.visits.toSorted((a, b) => a.received_at - b.received_at).map((visit) => ({ ...visit })),
    ),
    tickets: tableOf(
      KINDS.tickets,
      told.tickets.toSorted((a, b) => a.filed_at - b.filed_at).map((ticket) => ({ ...ticket })),
    ),
    chances: Float64Array.from(lives, ({ chance }) => chance),
  };
}
