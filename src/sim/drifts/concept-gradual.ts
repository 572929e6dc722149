import type { ConceptOptions } from "./concept-sudden.ts";
import { type Drift, defineDrift } from "./drift.ts";

/** How slowly the new relation comes. */
export interface GradualOptions extends ConceptOptions {
  /** Milliseconds until it has come, evenly. */
  readonly over: number;
}

/** Another relation comes to hold, little by little. */
export const conceptGradual: (options: GradualOptions) => Drift = defineDrift<GradualOptions>({
  name: "concept-gradual",
  moves: "relation",
  isFault: true,
  dials: ({ over, strength = 1 }, since) => ({ concept: strength * (since < over ? since / over : 1) }),
});
