import type { ArchivedComparison } from "../../src/experiment/index.ts";
import { type Rng, rng } from "../../src/kernel/index.ts";

/** How offline deltas turn into online lifts, by our own hand. */
export interface ExchangeTruth {
  readonly systems: number;
  readonly perSystem: number;
  /** Of true deltas. */
  readonly mean: number;
  readonly spread: number;
  readonly intercept: number;
  readonly slope: number;
  readonly slopeSpread: number;
  readonly scatter: number;
  /** Largest and smallest standard errors of either measurement. */
  readonly offlineError: readonly [least: number, most: number];
  readonly onlineError: readonly [least: number, most: number];
}

/** Deltas of an area under a curve against money per decision: the noise of each is as large as what it measures. */
export const WORLD: ExchangeTruth = {
  systems: 4,
  perSystem: 7,
  mean: 0.004,
  spread: 0.01,
  intercept: 0.02,
  slope: 20,
  slopeSpread: 0,
  scatter: 0.1,
  offlineError: [0.004, 0.009],
  onlineError: [0.05, 0.15],
};

export interface ExchangeWorld {
  readonly comparisons: readonly ArchivedComparison[];
  /** One more comparison of the first system: what is known before it runs, and what its lift truly is. */
  readonly next: {
    readonly system: string;
    readonly delta: { readonly value: number; readonly standardError: number };
    readonly lift: number;
  };
}

const within = (draws: Rng, [least, most]: readonly [number, number]): number =>
  least + (most - least) * draws.uniform();

/** One archive of this truth. */
export function exchangeWorld(truth: ExchangeTruth, seed: number): ExchangeWorld {
  const draws = rng({ seed, purpose: "truth.exchange" });
  const slopes = Array.from({ length: truth.systems }, () => truth.slope + truth.slopeSpread * draws.normal());
  const one = (system: number) => {
    const delta = truth.mean + truth.spread * draws.normal();
    const lift = truth.intercept + (slopes[system] as number) * delta + truth.scatter * draws.normal();
    return { system: `system ${system}`, delta, lift };
  };
  const measure = (value: number, range: readonly [number, number]) => {
    const standardError = within(draws, range);
    return { value: value + standardError * draws.normal(), standardError };
  };
  const comparisons = slopes.flatMap((_, system) =>
    Array.from({ length: truth.perSystem }, (_, number): ArchivedComparison => {
      const { delta, lift, ...own } = one(system);
      const offline = { rocAuc: { ...measure(delta, truth.offlineError), errors: "independent" as const } };
      return {
        ...bare,
        ...own,
        experiment: `${number}`,
        offline,
        online: { moneyPerDecision: measure(lift, truth.onlineError) },
      };
    }),
  );
  const { delta, lift, system } = one(0);
  return { comparisons, next: { system, delta: measure(delta, truth.offlineError), lift } };
}

const bare: ArchivedComparison = {
  v: 1,
  system: "",
  experiment: "",
  arm: "treatment",
  design: "ab",
  basis: "randomised",
  releases: { control: "rel_a", treatment: "rel_b" },
  from: 0,
  until: 1,
  units: 1_000,
  currency: "USD",
  offline: {},
  online: {},
  verdict: "ship",
  invalid: [],
  decision: "shipped",
  why: "",
};

/** The least-squares slope that takes both numbers for what they seem. */
export function naiveSlope(comparisons: readonly ArchivedComparison[]): number {
  const points = comparisons.map(
    ({ offline, online }) => [offline.rocAuc!.value, online.moneyPerDecision!.value] as const,
  );
  const [mx, my] = [0, 1].map((i) => points.reduce((sum, point) => sum + point[i]!, 0) / points.length);
  const cross = points.reduce((sum, [x, y]) => sum + (x - mx!) * (y - my!), 0);
  return cross / points.reduce((sum, [x]) => sum + (x - mx!) ** 2, 0);
}
