import type { Blobs } from "./blobs.ts";
import type { Journal } from "./journal.ts";
import type { Records } from "./records.ts";

/** All that a running Alidade remembers, opened together and closed together. */
export interface State {
  readonly records: Records;
  readonly blobs: Blobs;
  readonly journal: Journal;
  /** Where it is, for messages. */
  readonly location: string;
  /** Closing twice does no harm. */
  close(): Promise<void>;
}
