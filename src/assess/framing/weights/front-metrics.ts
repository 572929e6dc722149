import type { Better, FrontMetric } from "../../../evaluate/index.ts";
import { outcomesOf, type SystemDefinition } from "../../../system/index.ts";

/** The outcomes by which weights are held against each other, and which way each is better. */
export function frontOutcomes(system: SystemDefinition): readonly Pick<FrontMetric, "name" | "better">[] {
  return Object.entries(system.outcomes).flatMap(([name, { kind }]) => {
    const better = kind === "text" ? undefined : betterOf(system, name);
    return better === undefined ? [] : [{ name, better }];
  });
}

/**
 * Which way an outcome is better: as a watched metric of it says; else as the head that predicts it is weighed, for it or
 * against it. Undefined where nobody says either.
 */
export function betterOf(system: SystemDefinition, outcome: string): Better | undefined {
  const { objective, heads, weights } = system;
  const watched = objective.stated ? Object.values(objective.metrics ?? {}) : [];
  const metric = watched.find(
    ({ measure }) => "of" in measure && measure.of.quantity === "outcome" && measure.of.outcome === outcome,
  );
  if (metric !== undefined) return metric.direction;
  const head = Object.keys(heads).find((name) => {
    const of = heads[name];
    return of !== undefined && outcomesOf(of).includes(outcome);
  });
  const bounds = head === undefined ? undefined : weights[head];
  if (bounds === undefined || bounds.min + bounds.max === 0) return undefined;
  return bounds.min + bounds.max > 0 ? "increase" : "decrease";
}

/** The name of the money that the objective is about. */
export function moneyName({ objective }: SystemDefinition): string {
  return objective.stated ? objective.metric.name : "money";
}
