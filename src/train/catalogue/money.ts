import { competitor, moneyPerRow } from "../../evaluate/index.ts";
import { known } from "../../kernel/index.ts";
import { stakesOf } from "../../objective/index.ts";
import { combineColumns } from "../../policy/index.ts";
import { answeringHead, isAnswering, type SystemDefinition } from "../../system/index.ts";
import { raceAnswers } from "../answers/judge-answers.ts";
import type { RowOutputs } from "../answers/race.ts";
import { type Dataset, pricedOutcome } from "../dataset/dataset.ts";
import { capacityOf, judgedOf, pricedTruth, thresholdOf } from "../judge/candidate.ts";

/** What heads said of rows. */
export type HeadOutputs = Readonly<Record<string, RowOutputs>>;

export interface Earning {
  readonly system: SystemDefinition;
  readonly dataset: Dataset;
  /** Numbers of the decided rows. */
  readonly rows: Int32Array;
}

/** Money of every decision, were it decided by these outputs under the system's payoff, weights, filters and capacity. */
export function earned(work: Earning, said: HeadOutputs): Float64Array {
  return earningsOf(work)(said);
}

/** The same for many outputs of the same decisions, which are made ready once. */
export function earningsOf({ system, dataset, rows }: Earning): (said: HeadOutputs) => Float64Array {
  if (isAnswering(system))
    return (said) => {
      const model = answerOutputs(system, said, rows.length);
      return raceAnswers({ system, dataset, rows, model, champion: null }).standings.model.money;
    };
  const judged = judgedOf(dataset, pricedTruth(dataset, pricedOutcome(system)), rows);
  const stakes = stakesOf(system.objective);
  const [threshold, capacity] = [thresholdOf(system, stakes), capacityOf(system)];
  return (said) => {
    const entry = { name: "model", score: combined(system, said, rows.length), threshold };
    return moneyPerRow(judged, stakes, competitor(judged, entry, { capacity }));
  };
}

/** One score for each row, under the weights as the file has them. */
function combined({ weights }: SystemDefinition, said: HeadOutputs, rows: number): Float64Array {
  const single = Object.entries(said).filter(([, { classes }]) => classes.length === 0);
  const starts = Object.fromEntries(Object.entries(weights).map(([head, { start }]) => [head, start]));
  return combineColumns(Object.fromEntries(single.map(([head, { outputs }]) => [head, outputs])), starts, rows);
}

function answerOutputs(system: SystemDefinition, said: HeadOutputs, rows: number): RowOutputs {
  const answering = answeringHead(system);
  if (answering === undefined) return { outputs: combined(system, said, rows), classes: [] };
  return known(said[answering.name], `head ${answering.name}`);
}
