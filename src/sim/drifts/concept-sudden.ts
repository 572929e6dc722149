import { type Drift, type DriftOptions, defineDrift } from "./drift.ts";

/** How much of the new relation comes. */
export interface ConceptOptions extends DriftOptions {
  /** 1 (the default) leaves nothing of the old one. */
  readonly strength?: number;
}

/** From one moment to the next another relation holds between fields and outcome. */
export const conceptSudden: (options: ConceptOptions) => Drift = defineDrift<ConceptOptions>({
  name: "concept-sudden",
  moves: "relation",
  isFault: true,
  dials: ({ strength = 1 }) => ({ concept: strength }),
});
