import { exchangeRate, forecastLift } from "../../src/experiment/index.ts";
import { isInsufficient } from "../../src/kernel/index.ts";
import { type ExchangeTruth, exchangeWorld, naiveSlope } from "./exchange-world.ts";

/** What came of many archives of one truth. */
export interface ExchangeRun {
  readonly worlds: number;
  /** Archives from which a rate was told. */
  readonly told: number;
  /** Of these, how many intervals hold the true rate, and how many prediction intervals the next true lift. */
  readonly covers: number;
  readonly forecasts: number;
  /** In how many a relation was claimed at 5 %. */
  readonly claims: number;
  /** Medians of the rate and of the naive slope. */
  readonly rate: number;
  readonly naive: number;
}

/** Learns the rate from many archives of one truth. */
export function exchangeRuns(truth: ExchangeTruth, worlds: number): ExchangeRun {
  const rates: number[] = [];
  const naive: number[] = [];
  let [covers, forecasts, claims] = [0, 0, 0];
  for (let seed = 1; seed <= worlds; seed++) {
    const { comparisons, next } = exchangeWorld(truth, seed);
    naive.push(naiveSlope(comparisons));
    const rate = exchangeRate(comparisons, { metric: "rocAuc" });
    if (isInsufficient(rate)) continue;
    rates.push(rate.rate.value);
    covers += Number(rate.rate.low <= truth.slope && truth.slope <= rate.rate.high);
    claims += Number(rate.rate.pValue < 0.05);
    const lift = forecastLift(rate, next);
    forecasts += Number(!isInsufficient(lift) && lift.low <= next.lift && next.lift <= lift.high);
  }
  return { worlds, told: rates.length, covers, forecasts, claims, rate: median(rates), naive: median(naive) };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
