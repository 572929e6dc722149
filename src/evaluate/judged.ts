import type { Table } from "../data/index.ts";
import type { Cutoff } from "../policy/index.ts";

/** Unseen decisions of any kind: row i of everything belongs to the same decision. */
export interface Decisions {
  readonly rows: number;
  /** Number of the entity, because the rows of one entity are not independent. */
  readonly entity: Int32Array;
  /** Fields by which the rows are looked at separately. */
  readonly slices: Table;
  /** 1 / propensity of the row's being seen untreated; 1 where nothing was left to chance. */
  readonly weight: Float64Array;
}

/** Unseen decisions to act or not, ready to be judged. */
export interface Judged extends Decisions {
  /** Whether the priced outcome happened: 0 or 1. */
  readonly truth: Float64Array;
  /** 1 where a filter forbids acting. */
  readonly blocked: Uint8Array;
}

/** Someone in the race: a score for every row, and how it turns into an action. */
export interface Competitor {
  readonly name: string;
  readonly score: Float64Array;
  readonly cutoff: Cutoff;
}
