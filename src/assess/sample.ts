import { takeRows } from "../data/index.ts";
import { rng } from "../kernel/index.ts";
import type { Dataset } from "../train/index.ts";

/** At most so many rows are looked at by the quick fits. */
const MOST_ROWS = 30_000;

/** All rows of randomly drawn entities, as many as fit into `most` rows; the dataset itself when it is small enough. */
export function sampleOf(dataset: Dataset, seed: number, most: number = MOST_ROWS): Dataset {
  if (dataset.rows <= most) return dataset;
  const belongs = ownersOf(dataset);
  const drawn = drawEntities(belongs, seed, most);
  const rows = Int32Array.from({ length: dataset.rows }, (_, row) => row).filter(
    (row) => drawn[belongs[row] as number] === 1,
  );
  return takeDataset(dataset, rows);
}

/** Some rows of a dataset, in this order. */
export function takeDataset(dataset: Dataset, rows: Int32Array): Dataset {
  const pick = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row] as number);
  const labels = Object.entries(dataset.labels).map(([name, label]) => [
    name,
    {
      ...label,
      values: pick(label.values),
      ...(label.weight === undefined ? {} : { weight: pick(label.weight) }),
      ...(label.importance === undefined ? {} : { importance: pick(label.importance) }),
    },
  ]);
  return {
    ...dataset,
    rows: rows.length,
    features: takeRows(dataset.features, rows),
    entity: Int32Array.from(rows, (row) => dataset.entity[row] as number),
    time: dataset.time === null ? null : pick(dataset.time),
    labels: Object.fromEntries(labels),
    rule: dataset.rule.length === 0 ? dataset.rule : pick(dataset.rule),
    ruleAnswers: takeRows(dataset.ruleAnswers, rows),
    lists: dataset.lists === null ? null : Int32Array.from(rows, (row) => dataset.lists?.[row] as number),
    weight: dataset.weight === null ? null : pick(dataset.weight),
    blocked: Uint8Array.from(rows, (row) => dataset.blocked[row] as number),
    slices: takeRows(dataset.slices, rows),
    before: takeRows(dataset.before, rows),
  };
}

/** Whom each row belongs to: its entity; in a list, the entity of the list's first row, so that lists stay whole. */
function ownersOf({ entity, lists }: Dataset): Int32Array {
  if (lists === null) return entity;
  const owners = new Map<number, number>();
  return lists.map((list, row) => {
    const owner = owners.get(list) ?? (entity[row] as number);
    owners.set(list, owner);
    return owner;
  });
}

/** 1 for the entities that are in: taken in random order until the next one would not fit. */
function drawEntities(entity: Int32Array, seed: number, most: number): Uint8Array {
  const count = entity.reduce((largest, id) => Math.max(largest, id), -1) + 1;
  const sizes = new Int32Array(count);
  for (const id of entity) sizes[id] = (sizes[id] as number) + 1;
  const drawn = new Uint8Array(count);
  let rows = 0;
  for (const id of rng({ seed, purpose: "assess.sample" }).shuffled([...sizes.keys()])) {
    if (rows + (sizes[id] as number) > most) break;
    rows += sizes[id] as number;
    drawn[id] = 1;
  }
  return drawn;
}
