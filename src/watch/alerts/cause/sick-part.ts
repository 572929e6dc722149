import type { Instant } from "../../../kernel/index.ts";
import { type Cause, partKey, type Symptom } from "../alert.ts";

/** A part that shows symptoms. */
export interface SickPart extends Cause {
  readonly key: string;
  /** Of the first symptom. */
  readonly since: Instant;
  /** Share of the decisions that its symptoms touch, 0 to 1. */
  readonly reach: number;
  readonly symptoms: readonly Symptom[];
}

/** What is not a part of what decides, but of what looks after it. */
const LOOKING_AFTER = /^(retrain|loop|monitor)\./;

/** Symptoms by the part that shows them, in the order in which parts first come. */
export function sickParts(symptoms: readonly Symptom[]): readonly SickPart[] {
  const byPart = new Map<string, { readonly cause: Cause; readonly symptoms: Symptom[] }>();
  for (const symptom of symptoms) {
    const cause = placeOf(symptom);
    const found = byPart.get(partKey(cause)) ?? { cause, symptoms: [] };
    byPart.set(partKey(cause), found);
    found.symptoms.push(symptom);
  }
  return [...byPart].map(([key, { cause, symptoms: own }]) => ({
    ...cause,
    key,
    since: own.reduce((first, { since }) => Math.min(first, since), Number.POSITIVE_INFINITY),
    reach: own.reduce((most, { reach }) => Math.max(most, reach), 0),
    symptoms: own,
  }));
}

/** The part that a symptom belongs to. */
export function placeOf({ kind, about }: Pick<Symptom, "kind" | "about">): Cause {
  return LOOKING_AFTER.test(kind) ? { part: "loop", name: about.name } : { part: about.part, name: about.name };
}
