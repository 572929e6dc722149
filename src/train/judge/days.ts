import type { Dataset } from "../dataset/dataset.ts";
import { dayOf } from "./fresh-rows.ts";

/**
 * The dataset with days for entities, as what one day brings counts as one observation: its hours resemble each other. Entities
 * that are there on more than one of the rows' days stay what they are.
 */
export function inDays(dataset: Dataset, rows: Int32Array): Dataset {
  const { time, entity } = dataset;
  if (time === null) return dataset;
  const days = Int32Array.from(time, (at) => dayOf(at));
  const first = new Map<number, number>();
  for (const row of rows) {
    const [who, day] = [entity[row] as number, days[row] as number];
    if ((first.get(who) ?? day) !== day) return dataset;
    first.set(who, day);
  }
  return { ...dataset, entity: days };
}
