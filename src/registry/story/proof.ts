import type { Instant } from "../../kernel/index.ts";

/** A finished experiment that showed a gain. */
export interface Proof {
  readonly at: Instant;
  readonly by: string;
  readonly words: string;
}
