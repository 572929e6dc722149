import type { AssociationState } from "./association-state.ts";
import type { NumberState } from "./number-state.ts";
import type { TextState } from "./text-state.ts";

/** Everything seen so far of a table. Plain data: it survives structured cloning, and so can leave a thread. */
export interface ProfileState {
  readonly firstRow: number;
  rows: number;
  readonly label: string | null;
  readonly columns: ColumnState[];
}

export interface ColumnState {
  readonly values: NumberState | TextState;
  readonly label: AssociationState | null;
}
