import type { Prepared } from "../../training.ts";
import type { BinnedTraining } from "../binning/binned-training.ts";
import { constraintUnfit, monotoneVector } from "../errors.ts";

/** What features may do, by their names. */
export interface ConstraintRules {
  /** 1: the score must not fall when the feature rises; -1: must not rise. */
  readonly monotoneConstraints: Readonly<Record<string, number>>;
  /** Features of one branch must all be in one group; a feature in no group stays by itself. */
  readonly interactionConstraints: readonly (readonly string[])[];
}

/** Throws `learn.monotone-vector`, and `learn.constraint-unfit` for a feature that is not there, or has no order to be monotone in. */
export function checkConstraints(data: Prepared, rules: ConstraintRules & { readonly multiOutput: string }): void {
  const monotone = Object.keys(rules.monotoneConstraints);
  if (monotone.length > 0 && rules.multiOutput === "vector") throw monotoneVector({});
  const kinds = new Map(data.slots.map(({ name, kind }) => [name, kind]));
  const numbers = data.slots.filter(({ kind }) => kind !== "text").map(({ name }) => name);
  for (const column of monotone)
    if ((kinds.get(column) ?? "text") === "text")
      throw constraintUnfit({ param: "monotoneConstraints", column, kind: kinds.get(column), allowed: numbers });
  for (const column of rules.interactionConstraints.flat())
    if (!kinds.has(column))
      throw constraintUnfit({ param: "interactionConstraints", column, kind: undefined, allowed: [...kinds.keys()] });
}

/** Per binned feature: 1, -1 or 0. */
export function directionsOf({ features }: BinnedTraining, { slots }: Prepared, rules: ConstraintRules): Int8Array {
  return Int8Array.from(features, ({ slot }) => rules.monotoneConstraints[slots[slot]?.name ?? ""] ?? 0);
}

/** Sets of binned features that may meet in a branch; undefined: all may. */
export type Circles = readonly (readonly number[])[] | undefined;

/** The groups of features that may meet. */
export function circlesOf({ features }: BinnedTraining, { slots }: Prepared, rules: ConstraintRules): Circles {
  const groups = rules.interactionConstraints;
  if (groups.length === 0) return undefined;
  const nameOf = (slot: number): string => slots[slot]?.name ?? "";
  const inside = groups.map((group) =>
    [...features.keys()].filter((f) => group.includes(nameOf(features[f]?.slot ?? -1))),
  );
  const alone = [...features.keys()].filter((f) => !inside.some((circle) => circle.includes(f)));
  return [...inside, ...alone.map((f) => [f])];
}

/** The features that may join a branch: those of every group that holds the whole branch. */
export function mayJoin(circles: readonly (readonly number[])[], path: readonly number[]): ReadonlySet<number> {
  return new Set(circles.filter((circle) => path.every((f) => circle.includes(f))).flat());
}
