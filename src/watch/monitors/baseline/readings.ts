import type { Reading } from "../monitor.ts";
import type { Looked } from "./baseline.ts";
import type { Lasting } from "./lasting.ts";

/** What a baseline said of a period as readings: of the period, and of the day where the period ends one. */
export function readingsOf(
  { evidence, day, lasting, dayLasting }: Said,
  about: Omit<Reading, "evidence" | "bets" | "over">,
): readonly Reading[] {
  const ofPeriod = { ...about, evidence, bets: betsOf(lasting) };
  return day === undefined
    ? [ofPeriod]
    : [ofPeriod, { ...about, evidence: day, bets: betsOf(dayLasting), over: "day" }];
}

/** What there is to bet on beside one period: always as many, or none at all while nothing is known. */
export function betsOf(...lasting: readonly (Lasting | undefined)[]): readonly number[] {
  return lasting.flatMap((one) => [one?.up, one?.down].filter((ln) => ln !== undefined));
}

type Said = Pick<Looked, "evidence" | "day" | "lasting" | "dayLasting">;
