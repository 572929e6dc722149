import { describe, expect, test } from "vitest";
import { type Rng, rng } from "../../../kernel/index.ts";
import { type Detector, hear, openDetector, waited } from "../control/detector.ts";
import { type Baseline, lookAt, openBaseline } from "./baseline.ts";
import { betsOf } from "./readings.ts";

const DAY = 86_400_000;
const MONDAY = Date.UTC(2026, 0, 5);
/** Sampling, as a standard deviation: the mean rank of 300 cases. */
const CHANCE = 0.058;
const LEARNING = 14;
const QUARTER = 90;
const STREAMS = 2_500;
/** The part of the attention of each stream, and for how many days the whole is to stay quiet. */
const WEIGHT = 0.02;
const QUIET = 90;

/** How days differ from each other beyond chance. */
interface Days {
  /** Their standard deviation, in that of chance. */
  readonly size: number;
  /** Degrees of freedom of a Student, and how far a day resembles the last one. */
  readonly freedom: number;
  readonly lasts: number;
  readonly weekdays: number;
  readonly aWeek: number;
}

const none: Days = { size: 0, freedom: 100, lasts: 0, weekdays: 0, aWeek: 0 };

function student(random: Rng, freedom: number): number {
  if (freedom >= 100) return random.normal();
  let square = 0;
  for (let i = 0; i < freedom; i++) square += random.normal() ** 2;
  return (random.normal() / Math.sqrt(square / freedom)) * Math.sqrt((freedom - 2) / freedom);
}

interface Ran {
  /** The mean of e-values of what lasts. */
  readonly mean: number;
  readonly deviation: number;
  /** Streams whose bets raised an alarm within a quarter. */
  readonly alarms: number;
}

function run(days: Days, seed: number): Ran {
  let alarms = 0;
  const means: number[] = [];
  for (let stream = 0; stream < STREAMS; stream++) {
    const { isAlarmed, mean } = runOne(days, rng({ seed, unit: stream, purpose: "lasting.null" }));
    alarms += Number(isAlarmed);
    means.push(mean);
  }
  const mean = means.reduce((sum, one) => sum + one, 0) / STREAMS;
  const square = means.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (STREAMS - 1);
  return { mean, deviation: Math.sqrt(square / STREAMS), alarms };
}

function runOne(days: Days, random: Rng): { readonly isAlarmed: boolean; readonly mean: number } {
  const weekdays = Array.from({ length: 7 }, () => days.weekdays * CHANCE * random.normal());
  let [baseline, detector]: [Baseline, Detector] = [openBaseline(DAY, 0.05), openDetector(MONDAY)];
  let [mood, sum, n, isAlarmed] = [student(random, days.freedom), 0, 0, false];
  for (let day = 0; day < LEARNING + QUARTER; day++) {
    const from = MONDAY + day * DAY;
    mood = days.lasts * mood + Math.sqrt(1 - days.lasts ** 2) * student(random, days.freedom);
    const usual = (days.aWeek / 7) * day + (weekdays[day % 7] ?? 0) + days.size * CHANCE * mood;
    const looked = lookAt(baseline, { at: from, value: usual + CHANCE * random.normal(), variance: CHANCE ** 2 });
    baseline = looked.baseline;
    const bets = betsOf(looked.lasting);
    if (day < LEARNING || bets.length === 0) continue;
    sum += bets.reduce((all, ln) => all + Math.exp(ln), 0);
    n += bets.length;
    detector = hear(detector, { from, to: from + DAY, evidence: 0, bets, weight: WEIGHT });
    isAlarmed ||= waited(detector) > QUIET * DAY;
  }
  return { isAlarmed, mean: sum / n };
}

/** If there were one false alarm a quarter of the whole attention, fewer than 1 in 700 runs would have so many. */
const PROMISED = STREAMS * WEIGHT;
const bound = PROMISED + 3 * Math.sqrt(PROMISED);

const worlds: readonly (readonly [string, Days])[] = [
  ["days that are alike", none],
  ["days that differ by chance as much as samples do", { ...none, size: 1 }],
  ["days that differ three times as much", { ...none, size: 3 }],
  ["days with the tails of five degrees of freedom", { ...none, size: 1, freedom: 5 }],
  ["days that resemble the last one by half", { ...none, size: 1, lasts: 0.5 }],
  ["days that resemble the last one by half, and differ much", { ...none, size: 3, lasts: 0.5 }],
  ["days with heavy tails that resemble each other", { ...none, size: 1, freedom: 5, lasts: 0.5 }],
  ["weekdays that differ much", { ...none, size: 0.5, weekdays: 3 }],
];

describe("where nothing changes, bets on what lasts bring no more than they stake, and no more alarms than promised", () => {
  test.each(worlds)(
    "%s",
    (_, days) => {
      const { mean, deviation, alarms } = run(days, 1);
      expect(mean).toBeLessThan(1 + 3 * deviation);
      expect(alarms).toBeLessThanOrEqual(bound);
    },
    60_000,
  );

  // Here single e-values may promise too much, and the alarms are no more than promised all the same.
  test.each([
    ["days with the tails of three degrees of freedom", { ...none, size: 1, freedom: 3 }],
    ["days with the tails of five that differ much", { ...none, size: 3, freedom: 5 }],
    ["days with the tails of three that differ much", { ...none, size: 3, freedom: 3 }],
    ["growth by 2 % a week", { ...none, size: 0.5, aWeek: 0.02 }],
  ] as const)(
    "no more alarms than promised: %s",
    (_, days) => {
      expect(run(days, 2).alarms).toBeLessThanOrEqual(bound);
    },
    60_000,
  );
});
