/** Stands between the names of a path: `fashion > shoes`. */
const SEPARATOR = " > ";

/** The names along a path, from the coarsest. */
export function stepsOf(path: string): readonly string[] {
  return path.split(SEPARATOR);
}

/** The path of names. */
export function pathOf(steps: readonly string[]): string {
  return steps.join(SEPARATOR);
}

/**
 * The probability of every path, inner ones included, from the outputs of one row (one for each class of the signature): a
 * path's is the sum of the leaves below it, so parent and children always agree.
 */
export function pathProbabilities(classes: readonly string[], outputs: ArrayLike<number>): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  classes.forEach((leaf, i) => {
    const steps = stepsOf(leaf);
    steps.forEach((_, depth) => {
      const path = pathOf(steps.slice(0, depth + 1));
      sums.set(path, (sums.get(path) ?? 0) + (outputs[i] as number));
    });
  });
  return sums;
}
