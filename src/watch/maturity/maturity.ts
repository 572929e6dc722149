import { hashValue, type Instant, type Insufficient, insufficient } from "../../kernel/index.ts";
import type { HistoryEvent, ObjectiveVersion, Release, Run, TrafficPlan } from "../../registry/index.ts";
import { monthOf, monthsBetween } from "./months.ts";

/** What was recorded of a system, each in the order of time. */
export interface MaturityCase {
  readonly system: string;
  readonly now: Instant;
  readonly objectives: readonly Pick<ObjectiveVersion, "at">[];
  readonly runs: readonly Run[];
  readonly plans: readonly TrafficPlan[];
  readonly releases: readonly Release[];
  readonly history: readonly HistoryEvent[];
  /** What an hour of this machine costs; null while nobody says. */
  readonly pricePerHour: number | null;
}

/** What was done in a month. */
export interface MonthDone {
  /** `2026-06`, UTC. */
  readonly month: string;
  /** Changes of what is served. A canary counts once, however many steps it takes. */
  readonly deploys: number;
  /** How many of these, or of earlier ones, were taken back in it. */
  readonly rolledBack: number;
  readonly trainings: number;
  /** Hours that training took. */
  readonly hours: number;
  /** What these cost; null while nobody has said what an hour costs. */
  readonly cost: number | null;
  /** Alerts that were opened. */
  readonly alerts: number;
}

/** How well a system is kept, from its records alone. */
export interface SystemMaturity {
  readonly system: string;
  /** From the first sign of it, an objective or a run, to the first model that everybody got; days. */
  readonly daysToChampion: number | Insufficient;
  readonly deploysPerMonth: number | Insufficient;
  /** Share of the changes that were taken back. */
  readonly rolledBack: number | Insufficient;
  /** Middle of the times from an alert to its end, hours; and from how many. */
  readonly hoursToRestore: number | Insufficient;
  readonly restored: number;
  /** As people noted it when they closed alerts: the `hours` of events; hours a month. */
  readonly hoursByHand: number | Insufficient;
  /** Money a month for training; what serving, data and people cost is not known here. */
  readonly costPerMonth: number | Insufficient;
  /** From the first month with a record to this one. */
  readonly months: readonly MonthDone[];
}

const DAY = 86_400_000;
const HOUR = 3_600_000;
/** Half a month is the least from which a rate by the month can be told. */
const LEAST_DAYS = 14;

/** Reads the maturity of a system off its records. */
export function maturityFrom(given: MaturityCase): SystemMaturity {
  const { system, now, plans, history } = given;
  const began = beganAt(given);
  const deploys = deploysOf(given);
  const back = plans.filter(({ restores }) => restores !== undefined);
  const lasted = began === undefined ? 0 : (now - began) / DAY;
  const perMonth = (count: number): number | Insufficient =>
    lasted < LEAST_DAYS
      ? insufficient("too-few-days", { need: LEAST_DAYS, have: Math.max(0, Math.floor(lasted)) })
      : count / (lasted / (365.25 / 12));
  const restored = restoreTimes(history);
  const months = monthsOf(given, { began, deploys, back });
  const cost = months.reduce<number | null>(
    (sum, month) => (month.cost === null || sum === null ? null : sum + month.cost),
    0,
  );
  return {
    system,
    daysToChampion: daysToChampion(given, began),
    deploysPerMonth: perMonth(deploys.length),
    rolledBack:
      deploys.length === 0
        ? insufficient("no-deploys", { need: 1, have: 0 })
        : Math.min(1, back.length / deploys.length),
    hoursToRestore:
      restored.length === 0 ? insufficient("no-alert-ended", { need: 1, have: 0 }) : middleOf(restored) / HOUR,
    restored: restored.length,
    hoursByHand: byHand(history, perMonth),
    costPerMonth: given.pricePerHour === null || cost === null ? insufficient("no-price-given") : perMonth(cost),
    months,
  };
}

/** The first sign of a system; undefined before there is any. */
function beganAt({ objectives, runs, history }: MaturityCase): Instant | undefined {
  const times = [objectives[0]?.at, runs[0]?.startedAt, history[0]?.at].filter((at) => at !== undefined);
  return times.length === 0 ? undefined : Math.min(...times);
}

function daysToChampion({ plans, releases }: MaturityCase, began: Instant | undefined): number | Insufficient {
  const models = new Set(releases.flatMap(({ id, kind }) => (kind === "model" ? [id] : [])));
  const first = plans.find(({ allocations }) =>
    allocations.some(({ purpose, release }) => purpose === "champion" && models.has(release)),
  );
  if (first === undefined || began === undefined) return insufficient("no-champion-yet");
  return Math.max(0, first.at - began) / DAY;
}

/** Plans that serve something else than the one before; the next step of a canary is none. */
function deploysOf({ plans, releases }: MaturityCase): readonly TrafficPlan[] {
  const rules = new Set(releases.flatMap(({ id, kind }) => (kind === "rule" ? [id] : [])));
  return plans.filter((plan, i) => {
    const before = plans[i - 1];
    // The first plan mostly gives everybody the rule, and nobody made it.
    if (before === undefined) return plan.allocations.some(({ release }) => !rules.has(release));
    if (plan.restores !== undefined) return false;
    if (plan.ramp !== undefined && plan.ramp.from === before.ramp?.from) return false;
    return hashValue(plan.allocations) !== hashValue(before.allocations);
  });
}

const ENDED = ["alert.closed", "alert.quiet"];

/** From each alert's opening to its end, milliseconds; those that are still open are left out. */
function restoreTimes(history: readonly HistoryEvent[]): readonly number[] {
  return history
    .filter(({ what }) => what === "alert.opened")
    .flatMap(({ subject, at }) => {
      const end = history.find((event) => event.subject === subject && event.at >= at && ENDED.includes(event.what));
      return end === undefined ? [] : [end.at - at];
    });
}

function byHand(
  history: readonly HistoryEvent[],
  perMonth: (count: number) => number | Insufficient,
): number | Insufficient {
  const noted = history.flatMap(({ facts }) => (typeof facts?.hours === "number" ? [facts.hours] : []));
  return noted.length === 0 ? insufficient("no-hours-noted") : perMonth(noted.reduce((sum, hours) => sum + hours, 0));
}

interface Counted {
  readonly began: Instant | undefined;
  readonly deploys: readonly TrafficPlan[];
  readonly back: readonly TrafficPlan[];
}

function monthsOf(
  { runs, history, now, pricePerHour }: MaturityCase,
  { began, deploys, back }: Counted,
): readonly MonthDone[] {
  if (began === undefined) return [];
  const learned = runs.filter(({ kind }) => kind === "train");
  return monthsBetween(began, now).map((month) => {
    const isIn = ({ at }: { readonly at: Instant }): boolean => monthOf(at) === month;
    const ran = runs.filter(({ startedAt }) => monthOf(startedAt) === month);
    const hours = ran.reduce((sum, { took }) => sum + (took ?? 0), 0) / HOUR;
    return {
      month,
      deploys: deploys.filter(isIn).length,
      rolledBack: back.filter(isIn).length,
      trainings: learned.filter(({ startedAt }) => monthOf(startedAt) === month).length,
      hours,
      cost: pricePerHour === null ? null : hours * pricePerHour,
      alerts: history.filter((event) => event.what === "alert.opened" && isIn(event)).length,
    };
  });
}

function middleOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  const [low = 0, high = low] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]];
  return (low + high) / 2;
}
