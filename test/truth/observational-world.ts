import type { CohortUnit, UnitSeries } from "../../src/experiment/index.ts";
import { type Rng, rng } from "../../src/kernel/index.ts";

/** A series in which every moment resembles the one before. */
export function resembling(draws: Rng, length: number, rho: number): number[] {
  const values: number[] = [];
  let last = draws.normal();
  for (let t = 0; t < length; t++) {
    values.push(last);
    last = rho * last + Math.sqrt(1 - rho ** 2) * draws.normal();
  }
  return values;
}

export interface PanelTruth {
  readonly units: number;
  readonly periods: number;
  readonly from: number;
  readonly effect: number;
  /** How much faster the treated units grow in every period: what confounds. */
  readonly drift: number;
}

/** Regions with levels of their own, shocks in common, and a memory; half of them, the higher ones, got the change. */
export function panel({ units, periods, from, effect, drift }: PanelTruth, seed: number): readonly UnitSeries[] {
  const draws = rng({ seed, purpose: "truth.panel" });
  const common = resembling(draws, periods, 0.8);
  return Array.from({ length: units }, (_, i) => {
    const treated = i % 2 === 0;
    const own = resembling(draws, periods, 0.6);
    const level = 10 + 2 * draws.normal() + (treated ? 3 : 0);
    const grows = (t: number): number => (treated ? drift * t + (t >= from ? effect : 0) : 0);
    return {
      unit: `${i}`,
      treated,
      values: own.map((noise, t) => level + noise + 2 * (common[t] as number) + grows(t)),
    };
  });
}

export interface SeriesTruth {
  readonly periods: number;
  readonly from: number;
  readonly effect: number;
  readonly trend: number;
  readonly rho: number;
}

/** One series with a trend and a memory, and a change of level. */
export function series({ periods, from, effect, trend, rho }: SeriesTruth, seed: number): readonly number[] {
  const draws = rng({ seed, purpose: "truth.series" });
  return resembling(draws, periods, rho).map((noise, t) => 5 + trend * t + noise + (t >= from ? effect : 0));
}

/** How a help desk's model works on spending: happier spends more; solved faster browses less and spends less. */
export interface DeskTruth {
  readonly happier: number;
  readonly spendsByHappiness: number;
  readonly faster: number;
  readonly spendsByFaster: number;
  /** How much an unseen taste moves both happiness and spending; 0 unless the cohort is confounded. */
  readonly taste?: number;
}

/** A cohort of customers, by lot with the model or without. */
export function desk(truth: DeskTruth, units: number, seed: number): readonly CohortUnit[] {
  const draws = rng({ seed, purpose: "truth.desk" });
  return Array.from({ length: units }, (_, i) => {
    const treated = i % 2 === 0;
    const taste = (truth.taste ?? 0) * draws.normal();
    const happiness = draws.normal() + taste + (treated ? truth.happier : 0);
    const speed = draws.normal() + (treated ? truth.faster : 0);
    const outcome =
      20 + truth.spendsByHappiness * happiness + truth.spendsByFaster * speed + 3 * taste + draws.normal();
    return { treated, between: { happiness, speed }, outcome };
  });
}
