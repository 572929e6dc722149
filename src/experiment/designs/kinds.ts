/** How a question is put to traffic: what is randomised, and what the answer is. */
export interface DesignKind {
  /** As it is written on the command line and in the traffic plan. */
  readonly name: string;
  /** What it answers, in one sentence. */
  readonly tells: string;
  /** What chance decides about: the arm of an entity, of a stretch of time, or of a position in an order. */
  readonly randomises: "entity" | "time" | "position";
}

/** Declares a design. */
export function defineDesignKind<const K extends DesignKind>(kind: K): K {
  return Object.freeze(kind);
}

/** Two or more releases, side by side: the plain comparison. */
export const arms: DesignKind = defineDesignKind({
  name: "ab",
  tells: "Which of two or more releases brings more money per entity.",
  randomises: "entity",
});
