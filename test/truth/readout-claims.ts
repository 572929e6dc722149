import { type ExperimentReadout, readStatistics, summarise } from "../../src/experiment/index.ts";
import { isInsufficient } from "../../src/kernel/index.ts";
import { type Estimated, normalQuantile } from "../../src/stats/index.ts";
import { type Claim, meanClaim, shareClaim } from "./claim.ts";
import { CORRELATION, designOf, drawTable, type Lifts, latencyTruth, METRICS, streamOf } from "./readout-worlds.ts";

const UNITS = 400;
const DESIGN = designOf(["control", "treatment"], UNITS);

function readRun(claim: string, run: number, lifts: Lifts = {}): ExperimentReadout {
  const table = drawTable(streamOf(claim, run), UNITS, { lifts });
  // Each metric is also read with its strata; the one that they move a lot shows what they are for.
  const statistics = summarise(table, { experiment: "world", part: String(run), metrics: METRICS });
  return readStatistics({ design: DESIGN, statistics });
}

const excludes = (interval: Estimated, value: number): boolean =>
  !isInsufficient(interval) && (interval.low > value || interval.high < value);

function runsOf(claim: string, runs: number, lifts?: Lifts): readonly ExperimentReadout[] {
  return Array.from({ length: runs }, (_, run) => readRun(claim, run, lifts));
}

/** In equal arms a difference is called in one run of twenty, whatever the kind of metric. */
export function falsePositives(runs: number): readonly Claim[] {
  const read = runsOf("false positives", runs);
  return METRICS.map(({ name }, m) => {
    const count = read.filter(({ metrics }) => excludes(metrics[m]!.effects[0]!.fixed, 0)).length;
    return shareClaim(`A/A, ${name}: a difference is called`, 0.05, { count, runs });
  });
}

const MEDIAN = 0;
const P90 = normalQuantile(0.9);

/** The interval of each kind of metric holds a true effect as often as it says. */
export function coverage(runs: number): readonly Claim[] {
  const lifts: Lifts = { money: 0.8, bought: 0.1, clicks: 0.05, latency: 1.2, back: 0.1, staged: 0.5 };
  const truths: Readonly<Record<string, number>> = {
    ...{
      money: 0.8,
      adjusted: 0.8,
      bought: 0.1,
      clicks: 0.05,
      "per view": 0.8,
      back: 0.1,
      staged: 0.5,
      "unit median": 0.8,
    },
    median: latencyTruth(MEDIAN, 1.2),
    p90: latencyTruth(P90, 1.2),
  };
  const read = runsOf("coverage", runs, lifts);
  return METRICS.flatMap(({ name }, m): readonly Claim[] => {
    const truth = truths[name];
    if (truth === undefined) return [];
    const count = read.filter(({ metrics }) => !excludes(metrics[m]!.effects[0]!.fixed, truth)).length;
    return [shareClaim(`true effect, ${name}: its interval holds it`, 0.95, { count, runs })];
  });
}

/** CUPED leaves 1 − ρ² of the variance, and so do its estimates over repeated experiments. */
export function cupedVariance(runs: number): readonly Claim[] {
  const read = runsOf("cuped", runs);
  const at = (name: string): number => METRICS.findIndex((metric) => metric.name === name);
  const values = (name: string): readonly number[] =>
    read.flatMap(({ metrics }) => {
      const { point } = metrics[at(name)]!.effects[0]!;
      return isInsufficient(point) ? [] : [point.value];
    });
  const squares = (name: string): readonly number[] => values(name).map((value) => value ** 2);
  const plain = squares("money").reduce((sum, value) => sum + value, 0) / runs;
  const left = squares("adjusted").map((square) => square / plain);
  const kept = read.map(({ metrics }) => metrics[at("adjusted")]!.effects[0]!.kept);
  const told = meanClaim("CUPED says that it leaves so much variance", 1 - CORRELATION ** 2, kept);
  // The share is a mean of ratios of skewed sums in 400 units: theory's next term is of order 1 / units.
  const open = 8 / UNITS;
  return [
    { ...told, low: told.low - open, high: told.high + open },
    meanClaim("CUPED's estimates vary so much less", 1 - CORRELATION ** 2, left),
  ];
}
