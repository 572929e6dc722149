import type { Reading } from "../monitor.ts";
import type { Looked } from "./baseline.ts";
import type { Lasting } from "./lasting.ts";

/** Evidence and bets of a period, and of the day where the period ends one. */
export interface Evidence {
  readonly evidence: number;
  readonly bets: readonly number[];
  readonly day?: number | undefined;
  readonly dayBets?: readonly number[];
}

/** What was found as readings: of the period, and of the day where the period ends one. */
export function withDay(
  { evidence, bets, day, dayBets = [] }: Evidence,
  about: Omit<Reading, "evidence" | "bets" | "over">,
): readonly Reading[] {
  const ofPeriod = { ...about, evidence, bets };
  return day === undefined ? [ofPeriod] : [ofPeriod, { ...about, evidence: day, bets: dayBets, over: "day" }];
}

/** What a baseline said of a period as readings. */
export function readingsOf(
  { evidence, day, lasting, dayLasting }: Pick<Looked, "evidence" | "day" | "lasting" | "dayLasting">,
  about: Omit<Reading, "evidence" | "bets" | "over">,
): readonly Reading[] {
  return withDay({ evidence, bets: betsOf(lasting), day, dayBets: betsOf(dayLasting) }, about);
}

/** What there is to bet on beside one period: always as many, or none at all while nothing is known. */
export function betsOf(...lasting: readonly (Lasting | undefined)[]): readonly number[] {
  return lasting.flatMap((one) => [one?.up, one?.down].filter((ln) => ln !== undefined));
}
