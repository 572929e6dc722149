import type { SignedIds } from "../kernel/index.ts";
import type { Blobs } from "./blobs.ts";
import type { Counters } from "./counters.ts";
import type { Journal } from "./journal.ts";
import type { Records } from "./records.ts";

/** All that a running Alidade remembers, opened together and closed together. */
export interface State {
  readonly records: Records;
  readonly blobs: Blobs;
  readonly journal: Journal;
  /** Budgets per window of time. */
  readonly counters: Counters;
  /** Ids of decisions, which every process and replica with this state's key recognises. */
  readonly ids: SignedIds;
  /** Where it is, for messages. */
  readonly location: string;
  /** Closing twice does no harm. */
  close(): Promise<void>;
}
