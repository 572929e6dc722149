import type { Instant } from "../../kernel/index.ts";
import type { Reading } from "./monitor.ts";

/** A reading whose evidence has grown past what a quiet system shows in the time for which it is to stay quiet. */
export interface Alarm extends Omit<Reading, "evidence" | "bets"> {
  readonly system: string;
  /** Name of the monitor. */
  readonly monitor: string;
  /** Start of the first of the periods whose evidence added up to it. */
  readonly since: Instant;
  /** End of the period that brought it. */
  readonly at: Instant;
  /** How many times as long as it was to stay quiet a quiet system would need to show so much, on average; at least 1. */
  readonly strength: number;
}
