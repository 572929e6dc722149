import type { Served, StoredComparison } from "../../src/experiment/index.ts";
import { rng } from "../../src/kernel/index.ts";

/** A business that tries things, launches what measures better than nothing, and keeps a holdback of all of it. */
export interface LedgerTruth {
  readonly comparisons: number;
  /** True lifts in money per decision: around this, spread so far. */
  readonly mean: number;
  readonly spread: number;
  /** Standard errors of the experiments, least and most. */
  readonly errors: readonly [number, number];
  /** Launched from so many standard errors on. */
  readonly launchFrom: number;
  /** Standard error of the holdback's measurement, per decision. */
  readonly holdbackError: number;
  /** Degrees of freedom of Student's t that true lifts follow; infinite is the normal that the method assumes. */
  readonly tails?: number;
}

export const BUSINESS: LedgerTruth = {
  comparisons: 25,
  mean: 0,
  spread: 0.02,
  errors: [0.01, 0.03],
  launchFrom: 0.5,
  holdbackError: 0.02,
};

export interface LedgerWorld {
  readonly comparisons: readonly StoredComparison[];
  readonly served: readonly Served[];
  /** What the launches truly brought. */
  readonly truth: number;
}

const MONTH = 100_000;

/** One history of this business: a comparison a month, the winner of each serves from then on. */
export function ledgerWorld(business: LedgerTruth, seed: number): LedgerWorld {
  const draws = rng({ seed, purpose: "truth.ledger" });
  const comparisons: StoredComparison[] = [];
  const served: Served[] = [];
  let [release, above, truth] = ["rel_0", 0, 0];
  let heldTruth = 0;
  for (let i = 0; i < business.comparisons; i++) {
    const standardError = business.errors[0] + (business.errors[1] - business.errors[0]) * draws.uniform();
    const lift = business.mean + business.spread * heavy(draws.normal, business.tails ?? Infinity);
    const value = lift + standardError * draws.normal();
    const shipped = value > business.launchFrom * standardError;
    const treatment = `rel_${i + 1}`;
    const releases = { control: release, treatment };
    const [from, until] = [Date.UTC(2024, i), Date.UTC(2024, i + 1)];
    const online = { moneyPerDecision: { value, standardError } };
    comparisons.push({
      ...bare,
      experiment: `e${i}`,
      id: `shop/e${i}/treatment`,
      releases,
      from,
      until,
      online,
      decision: shipped ? "shipped" : "not-shipped",
    });
    if (shipped) {
      release = treatment;
      above += lift;
    }
    served.push({ month: new Date(until).toISOString().slice(0, 7), release, decisions: MONTH });
    truth += above * MONTH;
    heldTruth += above;
  }
  const [from, until] = [Date.UTC(2024, 1), Date.UTC(2024, business.comparisons + 1)];
  const value = heldTruth / business.comparisons + business.holdbackError * draws.normal();
  const online = { moneyPerDecision: { value, standardError: business.holdbackError } };
  const releases = { control: "rel_0", treatment: release };
  comparisons.push({
    ...bare,
    design: "holdback",
    experiment: "held",
    id: "shop/held/served",
    from,
    until,
    releases,
    online,
  });
  return { comparisons, served, truth };
}

/** A standard normal, or Student's t scaled to a variance of 1. */
function heavy(normal: () => number, df: number): number {
  if (df === Infinity) return normal();
  const square = Array.from({ length: df }, () => normal() ** 2).reduce((sum, each) => sum + each, 0);
  return (normal() / Math.sqrt(square / df)) * Math.sqrt((df - 2) / df);
}

const bare: StoredComparison = {
  v: 1,
  id: "",
  revision: 1,
  by: "ada",
  at: 0,
  system: "shop",
  experiment: "",
  arm: "treatment",
  design: "ab",
  basis: "randomised",
  releases: { control: "", treatment: "" },
  from: 0,
  until: 1,
  units: 1_000,
  currency: "USD",
  offline: {},
  online: {},
  verdict: "",
  invalid: [],
  decision: "undecided",
  why: "",
};
