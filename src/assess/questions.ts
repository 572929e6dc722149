import { type Objective, OPEN_QUESTIONS } from "../objective/index.ts";
import { wordShare } from "./words.ts";

/** What somebody still has to say. The three questions of an unstated objective come before all others. */
export function openQuestions(
  objective: Objective,
  known: { readonly traffic: boolean; readonly cost: boolean },
): readonly string[] {
  if (!objective.stated) return OPEN_QUESTIONS;
  const { effect } = objective;
  const measured = effect === undefined || effect.basis === "measured";
  const range = effect === undefined ? "" : `${wordShare(effect.range[0])} to ${wordShare(effect.range[1])}`;
  return [
    ...(measured
      ? []
      : [
          `What does acting achieve? It is assumed to change ${wordShare(effect.value)} of the true cases (${range}); only an experiment can tell.`,
        ]),
    ...(known.traffic ? [] : ["How many decisions are there in a year? Say so in `objective.perYear`."]),
    ...(known.cost
      ? []
      : [
          objective.requirements?.budget === undefined
            ? "What would it cost a year to build and to run? Until somebody says, there is no break-even."
            : "What would it cost to build and to run? Until somebody says, the whole budget is taken.",
        ]),
  ];
}
