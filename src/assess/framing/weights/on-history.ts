import {
  actShares,
  competitor,
  type Decisions,
  type FrontMetric,
  type MeasuredWeights,
  meansOver,
  moneyPerRow,
  openScores,
} from "../../../evaluate/index.ts";
import { known } from "../../../kernel/index.ts";
import { stakesOf } from "../../../objective/index.ts";
import { combineColumns, type WeightValues } from "../../../policy/index.ts";
import { DEFAULT_LEVEL, type Estimated } from "../../../stats/index.ts";
import { type AnsweringSystem, isActing, type SystemDefinition } from "../../../system/index.ts";
import {
  capacityOf,
  type Dataset,
  datasetOf,
  fitHeads,
  judgedOf,
  judgedRows,
  planFor,
  pricedOutcome,
  pricedTruth,
  raceAnswers,
  readUnderContract,
} from "../../../train/index.ts";
import { decisionsOf } from "../../answers/answer-worth.ts";
import type { AssessDeps } from "../../deps.ts";
import { sampleOf } from "../../sample.ts";
import { counted } from "../../words.ts";
import { thresholdOf } from "../direct.ts";
import { withoutExploring } from "../without-exploring.ts";
import { frontOutcomes, moneyName } from "./front-metrics.ts";

/** What settings of weights come to on the history, by what heads say of rows that they have not seen. */
export interface WeightsOnHistory {
  readonly metrics: readonly FrontMetric[];
  /** In the order in which they were given. */
  readonly measured: readonly MeasuredWeights[];
  readonly decisions: number;
  readonly split: string;
}

/** What each head said of the judged rows. */
export interface HeadColumns {
  readonly system: SystemDefinition;
  readonly dataset: Dataset;
  /** Numbers of the judged rows. */
  readonly rows: Int32Array;
  readonly outputs: Readonly<Record<string, Float64Array>>;
}

/** Learns the heads once, and combines them by every setting: nothing is trained for another weight. Throws the errors of reading. */
export async function weightsOnHistory(
  system: SystemDefinition,
  settings: readonly WeightValues[],
  deps: Pick<AssessDeps, "read" | "compute" | "progress" | "signal">,
): Promise<WeightsOnHistory> {
  const reading = deps.progress.step("Reading the data");
  const { table } = await readUnderContract(system, deps.read);
  const dataset = sampleOf(datasetOf(system, table), system.seed);
  reading.done(`${dataset.rows.toLocaleString("en-US")} rows`);
  const plan = planFor(system, dataset);
  const learning = deps.progress.step("Learning the heads");
  const onProgress = (share: number): void => learning.update(share);
  const fitted = await fitHeads({ system, dataset, plan }, { compute: deps.compute, onProgress });
  learning.done(counted(fitted.length, "head"));
  const rows = judgedRows(plan);
  const outputs = Object.fromEntries(fitted.map(({ name, unseen }) => [name, unseen]));
  return { ...measureWeights({ system, dataset, rows, outputs }, settings), split: plan.kind };
}

/**
 * What settings of weights come to, from what heads said: money and outcomes per decision, under the declared policy. The
 * cutoff is settled for the declared weights, as a first training does, and kept for all: setting other weights leaves it as it is.
 */
export function measureWeights(
  columns: HeadColumns,
  settings: readonly WeightValues[],
): Omit<WeightsOnHistory, "split"> {
  const { rows, outputs } = columns;
  const scoreOf = (weights: WeightValues): Float64Array => combineColumns(outputs, weights, rows.length);
  const { system } = columns;
  const declared = Object.fromEntries(Object.entries(system.weights).map(([head, { start }]) => [head, start]));
  const gauge = isActing(system) ? actGauge(columns, scoreOf(declared)) : orderGauge(columns);
  return {
    metrics: gauge.metrics,
    decisions: gauge.decisions,
    measured: settings.map((weights) => ({
      weights,
      values: gauge.of(scoreOf(weights)),
    })),
  };
}

interface Gauge {
  readonly metrics: readonly FrontMetric[];
  readonly decisions: number;
  /** By metric, what one score per judged row comes to. */
  of(score: Float64Array): Readonly<Record<string, Estimated>>;
}

/** Means over decisions. Where all come to the same, so does their mean, for certain. */
function meansIn(decisions: Decisions): (perDecision: Float64Array) => Estimated {
  const mean = meansOver(decisions);
  return (values) => {
    const [first] = values;
    if (first === undefined || values.some((value) => value !== first)) return mean(values);
    return { value: first, low: first, high: first, level: DEFAULT_LEVEL };
  };
}

/** Of a system that acts: the money, and each outcome among those that are acted on. */
function actGauge({ system, dataset, rows }: HeadColumns, declared: Float64Array): Gauge {
  const judged = judgedOf(dataset, pricedTruth(dataset, pricedOutcome(system)), rows);
  const stakes = stakesOf(system.objective);
  const mean = meansIn(judged);
  const outcomes = frontOutcomes(system);
  const threshold = thresholdOf(system);
  const money = moneyName(system);
  const settle = { name: "weights", score: declared, threshold };
  const { cutoff } = competitor(judged, settle, { capacity: capacityOf(system) });
  return {
    decisions: judged.rows,
    metrics: [
      { name: money, unit: "money", better: "increase" },
      ...outcomes.map(({ name, better }) => ({ name: `${name}, where acted`, unit: "share" as const, better })),
    ],
    of: (score) => {
      const who = { name: "weights", score: openScores(judged, score), cutoff };
      const acts = actShares(who);
      const told = outcomes.map(({ name }): [string, Estimated] => {
        const { values } = known(dataset.labels[name], `label ${name}`);
        return [`${name}, where acted`, mean(acts.map((share, i) => share * valueOr0(values[rows[i] as number])))];
      });
      return { [money]: mean(moneyPerRow(judged, stakes, who)), ...Object.fromEntries(told) };
    },
  };
}

function valueOr0(value: number | undefined): number {
  return value === undefined || Number.isNaN(value) ? 0 : value;
}

/** Of a system that ranks: the money of an order, and how much of each outcome stands in it. */
function orderGauge({ system, dataset: all, rows }: HeadColumns): Gauge {
  const dataset = withUnknownAs0(all);
  const outcomes = frontOutcomes(system);
  const decisions = decisionsOf(dataset, rows);
  const mean = meansIn(decisions);
  const money = moneyName(system);
  const moneyOf = (of: SystemDefinition, score: Float64Array): Float64Array => {
    const work = { system: of as AnsweringSystem, dataset, rows, champion: null };
    return raceAnswers({ ...work, model: { outputs: score, classes: [] } }).standings.model.money;
  };
  const counting = outcomes.map(({ name }) => [name, countingOf(system, name)] as const);
  const plain = withoutExploring(system);
  return {
    decisions: decisions.rows,
    metrics: [
      { name: money, unit: "money", better: "increase" },
      ...outcomes.map(({ name, better }) => ({ name, unit: "number" as const, better })),
    ],
    of: (score) => ({
      [money]: mean(moneyOf(plain, score)),
      ...Object.fromEntries(counting.map(([name, of]) => [name, mean(moneyOf(of, score))])),
    }),
  };
}

/** The dataset with what is not known of an outcome counted as nothing. */
function withUnknownAs0(dataset: Dataset): Dataset {
  const labels = Object.entries(dataset.labels).map(([name, label]) => [
    name,
    { ...label, values: label.values.map((value) => valueOr0(value)) },
  ]);
  return { ...dataset, labels: Object.fromEntries(labels) };
}

/** The system as if each of an outcome that is shown were worth one, wherever it stands. */
function countingOf(system: SystemDefinition, outcome: string): SystemDefinition {
  const top = system.policy.policy === "rank-by" ? system.policy.top : 1;
  const payoff = { payoff: "per-relevant", money: 1, positions: new Array<number>(top).fill(1) } as const;
  return withoutExploring({ ...system, objective: { ...system.objective, outcome, payoff } });
}
