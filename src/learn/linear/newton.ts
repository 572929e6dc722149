import { type Symmetric, solveSymmetric } from "./cholesky.ts";
import { absolute, type Composite, evaluate, largest, type Point, pseudoGradient, search } from "./descent.ts";
import { descendCoordinates } from "./gram-descent.ts";
import type { DescentOptions } from "./lbfgs.ts";

/** The matrix of second derivatives at x; its lower triangle. */
export type Curvature = (x: Float64Array) => Symmetric;

/**
 * Minimises by Newton's method with halving: iteratively reweighted least squares. With an L1 penalty each step
 * solves the penalised quadratic (proximal Newton: Lee, Sun and Saunders, 2014), as glmnet does (Friedman, Hastie and
 * Tibshirani, 2010).
 */
export function descendByNewton(
  composite: Composite,
  curvature: Curvature,
  { start, ...options }: DescentOptions & { readonly start: Float64Array },
): Float64Array {
  let point = evaluate(composite, start);
  for (let iteration = 0; iteration < options.maxIterations; iteration++) {
    if (largest(pseudoGradient(composite, point)) <= options.tolerance) break;
    const next = stepAlong(composite, point, aim(composite, point, curvature(point.x)));
    if (next === undefined) break;
    point = next;
    options.onIteration?.(iteration);
  }
  return point.x;
}

/** From the point to the minimum of the quadratic that touches the function there. */
function aim({ l1 }: Composite, { x, gradient }: Point, matrix: Symmetric): Float64Array {
  if (l1 === undefined)
    return solveSymmetric(
      matrix,
      gradient.map((part) => -part),
    );
  const target = descendCoordinates(matrix, { x, gradient, l1 });
  return target.map((to, i) => to - (x[i] as number));
}

function stepAlong(composite: Composite, from: Point, way: Float64Array): Point | undefined {
  const full = from.x.map((part, i) => part + (way[i] as number));
  const bend = absolute(full, composite.l1) - absolute(from.x, composite.l1);
  const slope = way.reduce((sum, part, i) => sum + part * (from.gradient[i] as number), bend);
  if (slope >= 0) return undefined;
  return search(composite, from, {
    trial: (step) => ({
      x: step === 1 ? full : from.x.map((part, i) => part + step * (way[i] as number)),
      promised: step * slope,
    }),
  });
}
