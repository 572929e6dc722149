import type { Business, BusinessOptions, Case, Report } from "../business.ts";
import { openBusiness } from "../world/open.ts";
import { DAY, type World } from "../world/world.ts";
import { type Adversaries, learn, newAdversaries, noteAttack, TRAITS } from "./attacks.ts";
import { type PaymentTruth, paymentsOn } from "./payment.ts";

/** What a payment earns that goes through, of its amount. */
const MARGIN = 0.025;
/** What a chargeback costs beside the amount, and what it costs to turn an honest customer away. In dollars. */
const FEE = 15;
const INSULT = 4;

const isFraud = ({ probability, lot }: PaymentTruth): boolean => lot < probability;

/** Money by action and truth: what is at stake grows with the amount. */
function moneyOf({ amount }: PaymentTruth, action: string, isFraud: boolean): number {
  if (action === "block") return isFraud ? 0 : -INSULT;
  return isFraud ? -amount - FEE : MARGIN * amount;
}

/** A chargeback, and what it took away, weeks later. Of what was blocked nobody ever hears. */
function reportsOf({ id, at, truth }: Case<PaymentTruth>, action: string): readonly Report[] {
  if (action === "block" || !isFraud(truth)) return [];
  const told = at + truth.delay;
  return [
    { id, key: `${id}/chargeback`, outcome: "chargeback", value: true, at: told },
    { id, key: `${id}/lost`, outcome: "lost", value: truth.amount + FEE, at: told },
  ];
}

const world: World<PaymentTruth, Adversaries> = {
  name: "payments",
  entity: "customer",
  kinds: Object.freeze({
    customer: "text",
    amount: "number",
    account_days: "number",
    attempts_1h: "number",
    distance_km: "number",
    merchant: "text",
    country: "text",
    device: "text",
    hour: "number",
    weekday: "number",
  }),
  actions: { act: "block", otherwise: "allow" },
  outcomes: { chargeback: { kind: "flag", within: "90d" }, lost: { kind: "number", within: "90d" } },
  periodDefaults: { period: "1h", perDay: 2_000 },
  hasAdversaries: true,
  movable: TRAITS,
  begin: newAdversaries,
  day: paymentsOn,
  worth({ truth }, action) {
    const { probability: p } = truth;
    return p * moneyOf(truth, action, true) + (1 - p) * moneyOf(truth, action, false);
  },
  money: ({ truth }, action) => moneyOf(truth, action, isFraud(truth)),
  reports: reportsOf,
  react(state, { truth }, action) {
    if (!isFraud(truth)) return;
    const { size, age, haste, distance, first } = truth;
    const isPassed = action === "allow";
    noteAttack(state, { traits: [size, age, haste, distance], odds: [first, 1 - first], isPassed });
  },
  night: (state, { day, dials }) => learn(state, dials(day * DAY).adversary),
  past: {
    acts: 0.1,
    kinds: { blocked: "flag", propensity: "number", chargeback: "flag", lost: "number" },
    row(one, action) {
      const reports = reportsOf(one, action);
      const lost = reports.find(({ outcome }) => outcome === "lost")?.value;
      const blocked = action === "block";
      return { blocked, propensity: blocked ? 0.1 : 0.9, chargeback: reports.length > 0, lost: Number(lost ?? 0) };
    },
  },
};

/**
 * A payment service that blocks a payment or allows it. What is at stake is the amount; a chargeback is told weeks later, of what
 * was blocked nobody hears, and adversaries copy what passes.
 */
export function payments(options: BusinessOptions): Business<PaymentTruth> {
  return openBusiness(world, options);
}
