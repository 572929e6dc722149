import type { Insufficient } from "../../kernel/index.ts";
import type { ColumnProfile } from "../profile/profile.ts";
import type { MeasureName } from "./measures.ts";

/** What became of a table between two looks at it. */
export interface Comparison {
  readonly rows: { readonly before: number; readonly after: number };
  /** The columns that both have, and those that seem to be one under two names: the largest change first. */
  readonly columns: readonly ColumnChange[];
  /** Columns that only the later one has, and that are no known column under a new name. */
  readonly added: readonly string[];
  /** Columns that only the earlier one has, likewise. */
  readonly removed: readonly string[];
}

export type Verdict = "no change" | "small" | "drift";

/** What became of one column. */
export interface ColumnChange {
  readonly name: string;
  /** Its name in the later table, where that seems to be another. */
  readonly nowNamed?: string;
  readonly before: ColumnProfile;
  readonly after: ColumnProfile;
  /** From the size of the change, where chance does not explain it; insufficient where too few rows would have shown it. */
  readonly verdict: Verdict | Insufficient;
  /** The largest measure in units of its own bar for drift: 1 is at the bar, 0 where chance explains it. */
  readonly effect: number;
  /** By which columns are ordered: effect times importance. */
  readonly weight: number;
  readonly measures: readonly Measure[];
  /** The smallest p-value of the column's tests, after allowing for all tests of all columns. 1 where none could be made. */
  readonly pValue: number;
  /** What a person should know, one sentence each. */
  readonly remarks: readonly string[];
  /** Values that came up or went away, the most frequent first; only where every value was counted. */
  readonly newValues: readonly string[];
  readonly vanished: readonly string[];
}

/** One measure of one column's change. */
export interface Measure {
  readonly name: MeasureName;
  readonly value: number;
}
