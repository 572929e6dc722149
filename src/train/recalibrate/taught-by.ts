import type { Lineage } from "../../registry/index.ts";

/** Which rows taught a calibration that was learned for a model that stays. */
export interface TaughtBy {
  /** They are newer than this (ms). */
  readonly since: number;
  /** How many of them have a label. */
  readonly rows: number;
  /** How many of these came before the rows that were judged: they taught the calibration under which it was judged. */
  readonly older: number;
  /** Since when (ms) somebody asked for; absent where nobody did. */
  readonly asked?: number;
}

/** How a head came about that learned a calibration alone. */
export interface Recalibrated {
  /** Id of the model that it keeps. */
  readonly from: string;
  /** How that was made. */
  readonly lineage: Lineage;
  readonly taught: TaughtBy;
}
