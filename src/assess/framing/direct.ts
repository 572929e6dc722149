import { known } from "../../kernel/index.ts";
import {
  type ByAnswer,
  bestQuantile,
  breakEven,
  type PerUnit,
  type RightOrWrong,
  stakesOf,
} from "../../objective/index.ts";
import { chooseLabel } from "../../policy/index.ts";
import { actingPolicy, answeringHead, type SystemDefinition, targetsOf } from "../../system/index.ts";
import { combinedScores, type FittedHead, type RowOutputs } from "../../train/index.ts";
import type { Answers, Places } from "./answers.ts";
import { eachJudged, type Said, saidAt } from "./said.ts";
import { oncePerPart, quantileOf, residualsOf } from "./spread.ts";

/** What a system's heads say together: the outputs of the head that answers, or the sum under the weights of the file. */
export function headOutputs(system: SystemDefinition): (heads: readonly FittedHead[], rows: number) => RowOutputs {
  const answering = answeringHead(system);
  const starts = Object.fromEntries(Object.entries(system.weights).map(([name, { start }]) => [name, start]));
  return (heads, rows) => {
    if (answering === undefined) return { outputs: combinedScores(heads, starts, rows), classes: [] };
    const head = heads.find(({ name }) => name === answering.name);
    const { unseen, classes } = known(head, `head ${answering.name}`);
    return { outputs: unseen, classes };
  };
}

/** The answers of a system as its own policy gives them. A set of labels is none of these. */
export function directAnswers(system: SystemDefinition, said: Said, places: Places): Answers {
  switch (system.policy.policy) {
    case "act-if":
      return { kind: "act", score: scoresOf(said, places), threshold: thresholdOf(system) };
    case "pick-value":
      return valueAnswers(system, said, places);
    case "rank-by":
      return orderAnswers(said, (at) => said.outputs[at] as number);
    default:
      return labelAnswers(system.objective.payoff as RightOrWrong | ByAnswer, said, places);
  }
}

/** The score from which on a system acts. */
export function thresholdOf(system: SystemDefinition): number {
  const { threshold } = actingPolicy(system);
  return threshold === "from-payoff" ? breakEven(stakesOf(system.objective)) : threshold;
}

/** The first number that was said of each judged decision; NaN where nothing was. */
export function scoresOf(said: Said, places: Places): Float64Array {
  const scores = new Float64Array(places.size).fill(Number.NaN);
  eachJudged(said, places, (at, place) => {
    scores[place] = saidAt(said, at)[0] as number;
  });
  return scores;
}

/** The label that is worth most, from the chances of the classes. */
export function labelAnswers(payoff: RightOrWrong | ByAnswer, said: Said, places: Places): Answers {
  const labels: (string | null)[] = new Array(places.size).fill(null);
  const choose = chooseLabel({ payoff }, said.classes);
  eachJudged(said, places, (at, place) => {
    labels[place] = choose(saidAt(said, at)).answer;
  });
  return { kind: "label", labels };
}

/** The prediction, moved to where the payoff loses least by how far such predictions were off. */
function valueAnswers(system: SystemDefinition, said: Said, places: Places): Answers {
  const [target = ""] = targetsOf(system);
  const truth = known(said.framed.dataset.labels[target], `label ${target}`).values;
  const q = bestQuantile(system.objective.payoff as PerUnit);
  const shiftOf = oncePerPart((part) => quantileOf(residualsOf(said, part, truth), q));
  const values = new Float64Array(places.size).fill(Number.NaN);
  eachJudged(said, places, (at, place, part) => {
    values[place] = (said.outputs[at] as number) + shiftOf(part);
  });
  return { kind: "value", values };
}

/** A score for each row that was asked about. */
export function orderAnswers(said: Said, scoreOf: (at: number) => number): Answers {
  const scores = new Float64Array(said.framed.table.rows).fill(Number.NaN);
  for (const { from, to, isJudged } of said.parts)
    for (let at = from; isJudged && at < to; at++)
      scores[said.framed.row[said.rows[at] as number] as number] = scoreOf(at);
  return { kind: "order", scores };
}
