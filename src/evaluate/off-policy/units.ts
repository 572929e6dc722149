import { denseClusters } from "../../stats/index.ts";

/** Which rows belong together: rows of one unit resemble each other, units vary independently. */
export interface Units {
  /** Number of each row's unit, from 0; null where each row is one by itself. */
  readonly numbers: Int32Array | null;
  readonly count: number;
}

/** The entities of some rows as units. */
export function unitsOf(rows: number, entity: Int32Array | undefined): Units {
  return entity === undefined ? { numbers: null, count: rows } : denseClusters(entity);
}
