import type { SystemDefinition } from "../system/index.ts";
import { pricedTruth } from "./candidate.ts";
import { type Dataset, pricedOutcome } from "./dataset.ts";
import { type FitPlan, fitPlan } from "./fit-plan.ts";

/** The plan by which a system is judged on a dataset. */
export function planFor(system: SystemDefinition, dataset: Dataset): FitPlan {
  const { rows, entity, time } = dataset;
  const strata = pricedTruth(dataset, pricedOutcome(system));
  return fitPlan({ rows, entity, time, strata, evaluation: system.evaluation, seed: system.seed });
}
