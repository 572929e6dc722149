import { answeringHead, isActing, outcomesOf, type SystemDefinition } from "../../system/index.ts";
import { pricedOutcome } from "../dataset/dataset.ts";
import type { FittedHead } from "../fit/fit-heads.ts";
import { pricedHead } from "../judge/candidate.ts";

/** The head that a report tells of: the one that predicts what the payoff speaks of, else the first that orders; undefined when there is none. */
export function shownHead(system: SystemDefinition, heads: readonly FittedHead[]): FittedHead | undefined {
  const outcome = pricedOutcome(system);
  if (isActing(system)) return pricedHead(heads, outcome);
  const answering = answeringHead(system);
  if (answering !== undefined) return heads.find(({ name }) => name === answering.name);
  return heads.find(({ head }) => outcomesOf(head).includes(outcome)) ?? heads[0];
}
