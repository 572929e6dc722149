/** `node test/truth/full/exchange.ts [--runs n]`: the exchange rate from simulated archives; prints a table, ends with 1 where a claim fails. */
import { atLeastClaim, atMostClaim, type Claim, shareClaim } from "../claim.ts";
import { concluded, runsAsked } from "../conclude.ts";
import { exchangeRuns } from "../exchange-runs.ts";
import { type ExchangeTruth, WORLD } from "../exchange-world.ts";

const worlds = runsAsked(2_000);

const TRUTHS: readonly (readonly [name: string, truth: ExchangeTruth])[] = [
  ["28 comparisons, one rate for all", WORLD],
  ["42 comparisons of 6 systems, rates that differ", { ...WORLD, systems: 6, slopeSpread: 8 }],
  ["12 comparisons of one system", { ...WORLD, systems: 1, perSystem: 12 }],
  ["lifts that follow the deltas exactly", { ...WORLD, scatter: 0 }],
];

function claimsOf(name: string, truth: ExchangeTruth): readonly Claim[] {
  const planted = exchangeRuns(truth, worlds);
  const none = exchangeRuns({ ...truth, slope: 0 }, worlds);
  const off = (count: number): { count: number; runs: number } => ({ count, runs: planted.told });
  const noisy = planted.rate / truth.slope;
  return [
    atLeastClaim(`${name}: intervals hold the planted rate`, 0.95, off(planted.covers)),
    atLeastClaim(`${name}: prediction intervals hold the next true lift`, 0.95, off(planted.forecasts)),
    atMostClaim(`${name}: a relation is claimed where there is none`, 0.05, { count: none.claims, runs: none.told }),
    { claim: `${name}: median rate beside the truth`, nominal: "1", got: noisy, low: 0.93, high: 1.07, runs: worlds },
    {
      claim: `${name}: the naive slope, for comparison`,
      nominal: "",
      got: planted.naive / truth.slope,
      low: 0,
      high: 1,
      runs: worlds,
    },
    {
      ...shareClaim(`${name}: archives that tell a rate`, 1, off(planted.told)),
      got: planted.told / worlds,
      low: 0.5,
      high: 1,
    },
  ];
}

concluded(
  "The exchange rate",
  TRUTHS.flatMap(([name, truth]) => claimsOf(name, truth)),
);
