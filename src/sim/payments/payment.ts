import type { Row } from "../../data/index.ts";
import { rng } from "../../kernel/index.ts";
import type { Case } from "../business.ts";
import { type Arrival, arrivalsOn, type Season } from "../world/arrivals.ts";
import { type Draws, drawsFrom, logistic, placeOf } from "../world/draws.ts";
import { DAY, type Today } from "../world/world.ts";
import { type Adversaries, ATTACKS, MIX, type Place, placeNow, TRAITS } from "./attacks.ts";

/** What nobody sees of a payment. */
export type PaymentTruth = {
  /** That it is fraud, given all of its traits. */
  readonly probability: number;
  /** It is fraud where this is below the probability. */
  readonly lot: number;
  /** In dollars. */
  readonly amount: number;
  /** Milliseconds until a chargeback is told. */
  readonly delay: number;
  /** How likely it is an attack of the first kind, if it is one. */
  readonly first: number;
  readonly size: number;
  readonly age: number;
  readonly haste: number;
  readonly distance: number;
};

/** 15 in 1,000 payments are fraud. */
const USUAL_ODDS = Math.log(0.015 / 0.985);
const CUSTOMERS_PER_CASE = 20;

const MERCHANTS = ["groceries", "travel", "games", "electronics", "gift cards"] as const;
const HONEST = [0.42, 0.16, 0.16, 0.18, 0.08];
const CROOKED = [0.1, 0.15, 0.2, 0.3, 0.25];
const COUNTRIES = ["US", "GB", "DE", "BR", "IN"] as const;
const BY_COUNTRY = [0.45, 0.2, 0.15, 0.1, 0.1];
const DEVICES = ["phone", "desktop", "tablet"] as const;
const BY_DEVICE = [0.62, 0.3, 0.08];

/** Fewer at night, more at weekends and before Christmas. */
const SEASON: Season = {
  hours: [3, 2, 2, 1, 1, 2, 3, 5, 7, 9, 10, 11, 12, 12, 11, 11, 11, 12, 13, 13, 12, 10, 7, 5],
  weekdays: [1.1, 0.9, 0.92, 0.95, 0.98, 1.05, 1.1],
  year: { by: 0.15, peak: 350 },
};

/** A day's payments, in order of time. */
export function* paymentsOn(today: Today<Adversaries>): Generator<Case<PaymentTruth>> {
  for (const arrival of arrivalsOn(today, { name: "payments", season: SEASON })) yield paymentOf(today, arrival);
}

function paymentOf(today: Today<Adversaries>, arrival: Arrival): Case<PaymentTruth> {
  const { draws, dials, at } = arrival;
  const odds = USUAL_ODDS + dials.base;
  const places = ATTACKS.map((_, kind) => placeNow(today.state, kind, dials.concept));
  const signs = signsOf(arrival, places, odds);
  const customer = Math.floor(today.perDay * CUSTOMERS_PER_CASE * draws.uniform());
  const given = givenOf(arrival, { ...signs, customer, seed: today.seed });
  const [size = 0, age = 0, haste = 0, distance = 0] = signs.traits;
  const truth = {
    ...suspicionOf(signs, places, odds),
    lot: draws.uniform(),
    amount: Number(given.amount),
    delay: delayOf(draws),
    ...{ size, age, haste, distance },
  };
  return { id: `pay-${arrival.key}`, at, entity: String(given.customer), given, truth };
}

/** What a payment shows of itself. */
interface Signs {
  readonly traits: Place;
  readonly merchant: number;
}

/** Drawn from attacks as often as there are any, else from honest payments; whether it is fraud is drawn given these. */
function signsOf({ draws, dials }: Arrival, places: readonly Place[], odds: number): Signs {
  const isLikeFraud = draws.uniform() < logistic(odds);
  const kind = placeOf(MIX, draws.uniform());
  const centre = isLikeFraud ? places[kind] : undefined;
  return {
    traits: TRAITS.map((name, j) => draws.normal() + (centre?.[j] ?? 0) + (dials.shift[name] ?? 0)),
    merchant: placeOf(isLikeFraud ? CROOKED : HONEST, draws.uniform()),
  };
}

/** The probability of fraud given what shows (Bayes), and how likely an attack with these traits is of the first kind. */
function suspicionOf(
  { traits, merchant }: Signs,
  places: readonly Place[],
  odds: number,
): Pick<PaymentTruth, "probability" | "first"> {
  const weighed = MIX.map((share, kind) => share * ratioAt(places[kind] as Place, traits));
  const against = weighed.reduce((sum, one) => sum + one, 0);
  const shop = (CROOKED[merchant] as number) / (HONEST[merchant] as number);
  return { probability: logistic(odds + Math.log(against) + Math.log(shop)), first: (weighed[0] as number) / against };
}

/** How much likelier such traits are around that place than among honest payments. */
function ratioAt(place: Place, traits: Place): number {
  let log = 0;
  for (const [j, mean] of place.entries()) log += mean * (traits[j] as number) - (mean * mean) / 2;
  return Math.exp(log);
}

/** A median of three weeks, three days at least, 90 at most. */
function delayOf(draws: Draws): number {
  const days = 21 * Math.exp(0.5 * draws.normal());
  return Math.round(Math.min(90, Math.max(3, days)) * DAY);
}

interface Seen extends Signs {
  readonly customer: number;
  readonly seed: number;
}

function givenOf({ draws, hour, weekday }: Arrival, { traits, merchant, customer, seed }: Seen): Row {
  const [size = 0, age = 0, haste = 0, distance = 0] = traits;
  const who = drawsFrom(rng({ seed, unit: customer, purpose: "payments.customer" }), 0);
  const km = Math.round(40 * Math.exp(1.5 * distance));
  return {
    customer: `c${String(customer).padStart(7, "0")}`,
    amount: Math.round(100 * Math.exp(3.6 + 0.9 * size)) / 100,
    account_days: Math.round(Math.exp(5.5 + 1.2 * age)),
    attempts_1h: 1 + Math.floor(Math.exp(1.1 * haste - 0.4)),
    distance_km: draws.uniform() < 0.04 ? null : km,
    merchant: MERCHANTS[merchant] ?? null,
    country: COUNTRIES[placeOf(BY_COUNTRY, who.uniform())] ?? null,
    device: DEVICES[placeOf(BY_DEVICE, who.uniform())] ?? null,
    hour,
    weekday,
  };
}
