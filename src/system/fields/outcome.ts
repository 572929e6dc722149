import type { FlagExpression, Node, NumberExpression, TextExpression } from "../../features/index.ts";

export type OutcomeKind = "flag" | "number" | "text";
export type OutcomeExpression = FlagExpression | NumberExpression | TextExpression;

/** A business event attributed to a decision, declared once for history and journal. */
export interface Outcome<K extends OutcomeKind = OutcomeKind, V extends string = string> {
  readonly kind: K;
  /** The values that a text can take, where the contract lists them. */
  readonly values?: readonly V[];
  /** Known after this long, as a duration: `30d`. */
  readonly within: string;
  /** How to read it in the history. */
  readonly history: Node;
  /** Acting changes it, so cases that were acted on do not tell what would have happened without. */
  readonly changedByActing: boolean;
  /** How to tell the acted cases of the history; absent when nobody acted then. */
  readonly acted?: Node;
  /** How likely it was, when it was done, to do in a row what was done; absent when that was not left to chance. */
  readonly propensity?: Node;
  /** No row stands for more than this many. Absent: for as many as 1 / propensity says. */
  readonly cap?: number;
  /** How much a row matters while heads learn this, and only then. Absent: all alike. */
  readonly weight?: Node;
}
