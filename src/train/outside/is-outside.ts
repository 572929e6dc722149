/** The names of the learners that learn outside of this process. */
const OUTSIDE: ReadonlySet<string> = new Set(["command", "imported"]);

/** Whether a learner is a command, or a model that is there already. */
export function isOutside({ learner }: { readonly learner: string }): boolean {
  return OUTSIDE.has(learner);
}
