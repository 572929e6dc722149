import {
  beforeAfter,
  differenceInDifferences,
  interruptedSeries,
  mediation,
  type ObservationalFinding,
} from "../../src/experiment/index.ts";
import { isInsufficient } from "../../src/kernel/index.ts";
import { type DeskTruth, desk, type PanelTruth, panel, type SeriesTruth, series } from "./observational-world.ts";

/** What came of many worlds with one truth. */
export interface ObservationalRun {
  readonly worlds: number;
  /** In how many the interval holds the true effect. */
  readonly covers: number;
  /** In how many it was flagged as confounded. */
  readonly flagged: number;
  readonly meanEffect: number;
}

function runs(worlds: number, truth: number, find: (seed: number) => ObservationalFinding): ObservationalRun {
  let [covers, flagged, sum] = [0, 0, 0];
  for (let seed = 1; seed <= worlds; seed++) {
    const { effect, confounded } = find(seed);
    if (isInsufficient(effect)) throw new Error(effect.reason);
    covers += Number(effect.low <= truth && truth <= effect.high);
    flagged += Number(confounded);
    sum += effect.value;
  }
  return { worlds, covers, flagged, meanEffect: sum / worlds };
}

export function differencesRuns(truth: PanelTruth, worlds: number): ObservationalRun {
  const { from, effect } = truth;
  return runs(worlds, effect, (seed) => differenceInDifferences({ units: panel(truth, seed), from }));
}

export function seriesRuns(truth: SeriesTruth, worlds: number): ObservationalRun {
  const { from, effect } = truth;
  return runs(worlds, effect, (seed) => interruptedSeries({ values: series(truth, seed), from }));
}

export function beforeAfterRuns(truth: SeriesTruth, worlds: number): ObservationalRun {
  const { from, effect } = truth;
  return runs(worlds, effect, (seed) => beforeAfter({ values: series(truth, seed), from }));
}

/** In how many cohorts the two ways' intervals hold the truth, and in how many they are told apart as opposing. */
export function mediationRuns(truth: DeskTruth, units: number, worlds: number) {
  let [first, second, opposing] = [0, 0, 0];
  const truths = [truth.happier * truth.spendsByHappiness, truth.faster * truth.spendsByFaster] as const;
  for (let seed = 1; seed <= worlds; seed++) {
    const found = mediation(desk(truth, units, seed));
    const holds = found.pathways.map(
      ({ effect }, i) => !isInsufficient(effect) && effect.low <= truths[i]! && truths[i]! <= effect.high,
    );
    first += Number(holds[0]);
    second += Number(holds[1]);
    opposing += Number(found.opposing);
  }
  return { worlds, first, second, opposing };
}
