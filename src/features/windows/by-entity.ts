import { argsort } from "./argsort.ts";

/** Rows ordered by entity and, within one, by time; entity `e` has those from `starts[e]` to before `starts[e + 1]`. */
export interface ByEntity {
  readonly order: Int32Array;
  readonly starts: Int32Array;
}

export interface Keyed {
  /** By row; -1 for rows to leave out. */
  readonly entity: Int32Array;
  /** By row; NaN for rows to leave out. */
  readonly time: Float64Array;
  readonly entities: number;
}

/** Orders rows by entity and time, those of one time as they stand: two linear passes. */
export function byEntity({ entity, time, entities }: Keyed): ByEntity {
  const starts = new Int32Array(entities + 1);
  for (let row = 0; row < entity.length; row++)
    if (isIn(entity, time, row)) (starts[(entity[row] as number) + 1] as number)++;
  for (let e = 0; e < entities; e++) starts[e + 1] = (starts[e + 1] as number) + (starts[e] as number);
  const place = starts.slice();
  const order = new Int32Array(starts[entities] as number);
  const put = (row: number): void => {
    if (isIn(entity, time, row)) order[(place[entity[row] as number] as number)++] = row;
  };
  const sorted = isRising(time) ? null : argsort(time);
  if (sorted === null) for (let row = 0; row < entity.length; row++) put(row);
  else for (const row of sorted) put(row);
  return { order, starts };
}

function isIn(entity: Int32Array, time: Float64Array, row: number): boolean {
  return (entity[row] as number) >= 0 && !Number.isNaN(time[row]);
}

function isRising(values: Float64Array): boolean {
  for (let i = 1; i < values.length; i++) if (!((values[i - 1] as number) <= (values[i] as number))) return false;
  return true;
}
