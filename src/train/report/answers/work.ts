import type { AnswerWork, RowOutputs } from "../../answers/race.ts";
import type { AnswerFacts } from "../facts.ts";

/** The judged rows as the race saw them. */
export function workOf({ system, run }: AnswerFacts): Pick<AnswerWork, "system" | "dataset" | "rows"> {
  return { system, dataset: run.dataset, rows: run.rows };
}

/** What the answers for the judged rows were made from. */
export function outputsOf({ run }: AnswerFacts): RowOutputs {
  return run.outputs ?? { outputs: new Float64Array(0), classes: [] };
}

/** The number of each judged row's entity. */
export function clustersOf({ run }: AnswerFacts): Int32Array {
  return Int32Array.from(run.rows, (row) => run.dataset.entity[row] as number);
}
