import type { Column } from "../table.ts";

/** Sums from which an association follows. Plain data: it can leave a thread. */
export type AssociationState = PairSums | GroupSums | JointCounts;

/** Two columns of numbers. */
export interface PairSums {
  readonly kind: "pair";
  /** Of each part that was merged: n, x₀, y₀ and, about these, Σx, Σy, Σx², Σy², Σxy. The first is this state's own. */
  readonly parts: Float64Array[];
}

/** A number by the groups of a text: n, Σ and Σ² about `shift`, by text; nothing once there are too many groups. */
export interface GroupSums {
  readonly kind: "groups";
  shift: number;
  groups: Map<string, [number, number, number]> | null;
}

/** Two texts: rows by both; nothing once there are too many of either. */
export interface JointCounts {
  readonly kind: "joint";
  cells: Map<string, Map<string, number>> | null;
}

/** More groups than this say nothing that a chart or a model could use. */
export const MOST_GROUPS = 1_000;

export function associationState(column: Column, label: Column): AssociationState {
  if (column.kind !== "text" && label.kind !== "text") return emptyAssociation("pair");
  return emptyAssociation(column.kind === "text" && label.kind === "text" ? "joint" : "groups");
}

export function emptyAssociation(kind: AssociationState["kind"]): AssociationState {
  if (kind === "pair") return { kind, parts: [new Float64Array(8)] };
  return kind === "joint" ? { kind, cells: new Map() } : { kind, shift: Number.NaN, groups: new Map() };
}
