import { known } from "../../kernel/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Dataset } from "../dataset/dataset.ts";
import type { FitPlan, PlannedFit } from "../fit/fit-plan.ts";
import { planFor } from "../fit/plan-for.ts";

/** Rows among which a search chooses, how its trials are judged there, and the rows that judge its choice. */
export interface Study {
  /** `all rows`, or `without part 2`. */
  readonly name: string;
  readonly plan: FitPlan;
  /** All rows that the search may see, and rows that it has not: null for the search over everything. */
  readonly outer: PlannedFit | null;
}

/** How a search is nested. */
export interface Nesting {
  /** Parts that take turns in judging the choice; 1: a quarter of the rows, once. Data with a time use the newest rows. */
  readonly outer: number;
  /** Folds by which a trial is judged. */
  readonly inner: number;
}

/**
 * The search over all rows, whose choice is used, and one for each outer part, which sees nothing of it: their choices,
 * judged there, say what searching is worth. Varma, Simon. Bias in error estimation when using cross-validation for model
 * selection. BMC Bioinformatics 7, 2006.
 */
export function nestedPlan(
  system: SystemDefinition,
  dataset: Dataset,
  { outer, inner }: Nesting,
): readonly [everything: Study, ...parts: Study[]] {
  const plan = planWith(system, dataset, outer === 1 ? ONE_PART_IN : outer);
  const judged = plan.judged.slice(0, outer).map((fit) => known(plan.fits[fit], "a planned fit"));
  const parts = judged.map((part, i): Study => {
    const inside = planWith(system, someRows(dataset, part.train), inner);
    return { name: `without part ${i + 1}`, outer: part, plan: inRowsOf(part.train, inside) };
  });
  return [{ name: "all rows", outer: null, plan: planWith(system, dataset, inner) }, ...parts];
}

const ONE_PART_IN = 4;

function planWith(system: SystemDefinition, dataset: Dataset, folds: number): FitPlan {
  return planFor({ ...system, evaluation: { ...system.evaluation, folds } }, dataset);
}

/** What a plan is made from, for some of the rows. */
function someRows(dataset: Dataset, rows: Int32Array): Dataset {
  const pick = (from: Float64Array): Float64Array => Float64Array.from(rows, (row) => from[row] as number);
  const pickWhole = (from: Int32Array): Int32Array => rows.map((row) => from[row] as number);
  const labels = Object.entries(dataset.labels).map(([name, one]) => [name, { ...one, values: pick(one.values) }]);
  return {
    ...dataset,
    rows: rows.length,
    entity: pickWhole(dataset.entity),
    time: dataset.time === null ? null : pick(dataset.time),
    lists: dataset.lists === null ? null : pickWhole(dataset.lists),
    labels: Object.fromEntries(labels),
  };
}

/** A plan for some of the rows, in the numbers of all of them. */
function inRowsOf(rows: Int32Array, plan: FitPlan): FitPlan {
  const back = (part: Int32Array): Int32Array => part.map((row) => rows[row] as number);
  return { ...plan, fits: plan.fits.map(({ train, score }) => ({ train: back(train), score: back(score) })) };
}
