/** `node test/truth/full/observational.ts [--runs n]`: observational methods on simulated worlds; prints a table, ends with 1 where a claim fails. */
import { atLeastClaim, atMostClaim, type Claim } from "../claim.ts";
import { concluded, runsAsked } from "../conclude.ts";
import { beforeAfterRuns, differencesRuns, mediationRuns, seriesRuns } from "../observational-runs.ts";

const worlds = runsAsked(4_000);

function differences(): readonly Claim[] {
  const truth = { units: 40, periods: 16, from: 10, effect: 1, drift: 0 };
  const calm = differencesRuns(truth, worlds);
  const drifting = differencesRuns({ ...truth, drift: 0.25 }, worlds);
  return [
    atLeastClaim("Difference in differences: intervals hold the effect", 0.95, { count: calm.covers, runs: worlds }),
    atMostClaim("Difference in differences: false alarms", 0.05, { count: calm.flagged, runs: worlds }),
    atLeastClaim("Difference in differences: a planted drift is flagged", 0.9, {
      count: drifting.flagged,
      runs: worlds,
    }),
  ];
}

/** Of short series with a strong memory some coverage is lost; how much is stated here. */
const SERIES = [
  [0, 0.95],
  [0.4, 0.94],
  [0.6, 0.93],
  [0.8, 0.9],
] as const;

function interrupted(): readonly Claim[] {
  return SERIES.map(([rho, least]) => {
    const { covers } = seriesRuns({ periods: 80, from: 40, effect: 3, trend: 0.05, rho }, worlds);
    const claim = `Interrupted series of 80, memory ${rho}: intervals hold the effect`;
    return atLeastClaim(claim, least, { count: covers, runs: worlds });
  });
}

function trend(): Claim {
  const { flagged } = beforeAfterRuns({ periods: 80, from: 40, effect: 3, trend: 0.1, rho: 0.3 }, worlds);
  return atLeastClaim("Before and after: a trend is flagged", 0.9, { count: flagged, runs: worlds });
}

function opposing(): readonly Claim[] {
  const desk = { happier: 0.5, spendsByHappiness: 2, faster: 1, spendsByFaster: -1 };
  const { first, second, opposing: apart } = mediationRuns(desk, 1_000, worlds);
  return [
    atLeastClaim("Cohort: intervals hold the first way's effect", 0.95, { count: first, runs: worlds }),
    atLeastClaim("Cohort: intervals hold the second way's effect", 0.95, { count: second, runs: worlds }),
    atLeastClaim("Cohort: the two are told apart as opposing", 0.99, { count: apart, runs: worlds }),
  ];
}

concluded("Observational methods", [...differences(), ...interrupted(), trend(), ...opposing()]);
