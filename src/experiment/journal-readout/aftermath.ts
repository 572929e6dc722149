import type { DecisionRecord } from "../../records/index.ts";
import type { Label } from "./units.ts";

/** What became of decisions. */
export interface Aftermath {
  label(decision: DecisionRecord, outcome: string): Label;
  /** Null: cannot be said yet. */
  money(decision: DecisionRecord): number | null;
}
