import type { ConceptOptions } from "./concept-sudden.ts";
import { type Drift, defineDrift } from "./drift.ts";

/** How often the relations change places. */
export interface RecurringOptions extends ConceptOptions {
  /** Milliseconds from one coming to the next; the new relation holds for the first half. */
  readonly every: number;
}

/** Two relations take turns: the new one comes, goes, and comes again. */
export const conceptRecurring: (options: RecurringOptions) => Drift = defineDrift<RecurringOptions>({
  name: "concept-recurring",
  moves: "relation",
  isFault: true,
  dials: ({ every, strength = 1 }, since) => ({ concept: since % every < every / 2 ? strength : 0 }),
});
