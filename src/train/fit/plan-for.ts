import { known } from "../../kernel/index.ts";
import { type SystemDefinition, targetsOf } from "../../system/index.ts";
import type { Dataset } from "../dataset/dataset.ts";
import type { LabelColumn } from "../dataset/truth.ts";
import { type FitPlan, fitPlan } from "./fit-plan.ts";
import type { Belonging } from "./set-aside.ts";

/** The plan by which a system is judged on a dataset. */
export function planFor(system: SystemDefinition, dataset: Dataset): FitPlan {
  return fitPlan({ ...belongingOf(system, dataset), rows: dataset.rows, evaluation: system.evaluation });
}

/** Which rows belong together. The rows of a list do, and are as old as its first. */
export function belongingOf(system: SystemDefinition, dataset: Dataset): Belonging {
  const { entity, time, lists } = dataset;
  const first = lists === null ? null : firstOfList(lists);
  return {
    entity: first === null ? entity : entity.map((_, row) => entity[first[row] as number] as number),
    time: first === null || time === null ? time : time.map((_, row) => time[first[row] as number] as number),
    strata: strataOf(targetsOf(system).map((name) => known(dataset.labels[name], `label ${name}`))),
    seed: system.seed,
  };
}

/** For every row the first row of its list. */
function firstOfList(lists: Int32Array): Int32Array {
  const first = new Map<number, number>();
  return lists.map((list, row) => {
    const found = first.get(list) ?? row;
    first.set(list, found);
    return found;
  });
}

/** So many different kinds of rows are spread evenly over the folds; the rarer ones fall where they fall. */
const MOST_STRATA = 64;

/** The kind of every row: its class, the quarter that its value lies in, or the set of its labels. */
function strataOf(labels: readonly LabelColumn[]): Float64Array {
  const [only] = labels;
  if (only !== undefined && labels.length === 1) return stratum(only);
  const kinds = new Map<string, number>();
  const rows = only?.values.length ?? 0;
  return Float64Array.from({ length: rows }, (_, row) => {
    const key = labels.map(({ values }) => values[row]).join();
    const kind = kinds.get(key) ?? Math.min(kinds.size, MOST_STRATA - 1);
    kinds.set(key, kind);
    return kind;
  });
}

function stratum({ values, classes }: LabelColumn): Float64Array {
  if (classes.length > 0) return values.map((place) => Math.min(place, MOST_STRATA - 1));
  if (values.every((value) => value === 0 || value === 1)) return values;
  const sorted = values.slice().sort();
  const cuts = [0.25, 0.5, 0.75].map((share) => sorted[Math.floor(share * sorted.length)] as number);
  return values.map((value) => cuts.filter((cut) => value >= cut).length);
}
