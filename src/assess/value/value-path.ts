import type { Insufficient } from "../../kernel/index.ts";
import type { Interval } from "../../report/index.ts";

/** How the gain comes in: nothing while it is built, half while an experiment proves it, then all of it. */
export interface Ramp {
  readonly buildMonths: number;
  /** Whether somebody said how long building takes. */
  readonly buildSaid: boolean;
  readonly trialMonths: number;
  /** Whether the experiment's length was planned from the data. */
  readonly trialPlanned: boolean;
}

/** One month, counted from 1. */
export interface MonthValue {
  readonly month: number;
  /** Share of the decisions that are the model's. */
  readonly share: number;
  readonly gain: Interval;
  readonly cost: number;
  /** Gains less costs up to the month's end. */
  readonly sofar: Interval;
}

/** What building costs once, and running a year; null where it is not known. */
export interface Costs {
  readonly build: number | null;
  readonly perYear: number | null;
  /** Said by somebody; taken to be the whole budget; or not known. */
  readonly from: "said" | "budget" | "nobody";
}

/** What comes in and what goes out, month by month. */
export interface ValuePath {
  readonly ramp: Ramp;
  readonly months: readonly MonthValue[];
  readonly costs: Costs;
  /** The first month by whose end it has paid for itself; null where it does not within ten years, or costs are not known. */
  readonly paidBack: { readonly value: number | null; readonly low: number | null; readonly high: number | null };
}

export interface PathCase {
  /** Gain over the rule in a year. */
  readonly year: Interval;
  readonly costs: Costs;
  /** Null where nobody said. */
  readonly buildMonths: number | null;
  /** Days of the experiment; null where none is planned. */
  readonly trialDays: number | Insufficient | null;
}

/** Months that building takes where nobody said, and months of an experiment whose length cannot be planned. */
const BUILD_MONTHS = 3;
const TRIAL_MONTHS = 3;
/** An experiment that takes longer is not waited for. */
export const LONGEST_DAYS = 730;
const DAYS_A_MONTH = 365 / 12;

/** Shown at the least, and looked at for the month in which it is paid back. */
const SHOWN = 24;
const LONGEST = 120;

/** Spreads a year's gain and its costs over months. The gain's ends move together: what is uncertain is its size, not its month. */
export function valuePath({ year, costs, buildMonths, trialDays }: PathCase): ValuePath {
  const ramp = rampOf(buildMonths, trialDays);
  const all = monthsOf(ramp, year, costs);
  const shown = Math.max(SHOWN, ramp.buildMonths + ramp.trialMonths + 12);
  const known = costs.build !== null || costs.perYear !== null;
  const first = (end: keyof Interval): number | null =>
    known ? (all.find(({ sofar, month }) => month > ramp.buildMonths && sofar[end] >= 0)?.month ?? null) : null;
  return {
    ramp,
    months: all.slice(0, shown),
    costs,
    paidBack: { value: first("value"), low: first("low"), high: first("high") },
  };
}

function rampOf(buildMonths: number | null, trialDays: PathCase["trialDays"]): Ramp {
  const planned = typeof trialDays === "number" && trialDays <= LONGEST_DAYS;
  return {
    buildMonths: buildMonths ?? BUILD_MONTHS,
    buildSaid: buildMonths !== null,
    trialMonths: planned ? Math.max(1, Math.ceil(trialDays / DAYS_A_MONTH)) : TRIAL_MONTHS,
    trialPlanned: planned,
  };
}

function monthsOf(ramp: Ramp, year: Interval, costs: Costs): readonly MonthValue[] {
  let sofar: Interval = { value: 0, low: 0, high: 0 };
  return Array.from({ length: LONGEST }, (_, i) => {
    const month = i + 1;
    const share = shareIn(month, ramp);
    const gain = scaled(year, share / 12);
    const cost = costIn(month, ramp, costs);
    sofar = {
      value: sofar.value + gain.value - cost,
      low: sofar.low + gain.low - cost,
      high: sofar.high + gain.high - cost,
    };
    return { month, share, gain, cost, sofar };
  });
}

function shareIn(month: number, { buildMonths, trialMonths }: Ramp): number {
  if (month <= buildMonths) return 0;
  return month <= buildMonths + trialMonths ? 0.5 : 1;
}

/** Building is paid while it lasts, running from then on. What takes no time is paid in the first month. */
function costIn(month: number, { buildMonths }: Ramp, { build, perYear }: Costs): number {
  const building = (build ?? 0) / Math.max(1, buildMonths);
  const isBuilding = month <= Math.max(1, buildMonths);
  const isRunning = month > buildMonths;
  return (isBuilding ? building : 0) + (isRunning ? (perYear ?? 0) / 12 : 0);
}

function scaled({ value, low, high }: Interval, times: number): Interval {
  return { value: value * times, low: low * times, high: high * times };
}
