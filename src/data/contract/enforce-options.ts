import type { DataEnvironment } from "./field.ts";
import type { KeySet } from "./key-set.ts";

/** What stands around data when they are held against a contract. */
export interface EnforceOptions {
  /** Whether the rows are learned from or decided on: fields that are absent there are not demanded. Default `training`. */
  readonly environment?: DataEnvironment;
  /** What the clock shows, in milliseconds. Default: none, and neither freshness nor the future is judged. */
  readonly now?: number;
  /** The keys that fields refer to, by name; one that is not there is not judged, and the answer says so. */
  readonly keys?: Readonly<Record<string, Pick<KeySet, "has">>>;
}
