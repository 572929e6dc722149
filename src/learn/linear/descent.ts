/** A smooth convex function: returns its value at x and writes its gradient there. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

/** A smooth function plus `Σ l1[i] · |x[i]|`. */
export interface Composite {
  readonly smooth: Objective;
  /** Coordinate by coordinate, not negative. Absent: none. */
  readonly l1?: Float64Array;
}

/** Where the search is. */
export interface Point {
  readonly x: Float64Array;
  /** Of the smooth part. */
  readonly gradient: Float64Array;
  /** Of the whole. */
  readonly value: number;
}

/** The value and the gradient at x. */
export function evaluate({ smooth, l1 }: Composite, x: Float64Array): Point {
  const gradient = new Float64Array(x.length);
  const value = smooth(x, gradient) + absolute(x, l1);
  return { x, gradient, value };
}

/** `Σ l1[i] · |x[i]|`. */
export function absolute(x: Float64Array, l1: Float64Array | undefined): number {
  if (l1 === undefined) return 0;
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += (l1[i] as number) * Math.abs(x[i] as number);
  return sum;
}

/** The steepest slope of the whole, coordinate by coordinate: 0 where |x| keeps x at 0. */
export function pseudoGradient({ l1 }: Composite, { x, gradient }: Point): Float64Array {
  if (l1 === undefined) return gradient;
  return gradient.map((part, i) => {
    const pull = l1[i] as number;
    const at = x[i] as number;
    if (at !== 0) return part + Math.sign(at) * pull;
    return Math.sign(part) * Math.max(0, Math.abs(part) - pull);
  });
}

/** The largest part, in absolute value. */
export function largest(gradient: Float64Array): number {
  let most = 0;
  for (let i = 0; i < gradient.length; i++) most = Math.max(most, Math.abs(gradient[i] as number));
  return most;
}

/** A place to try, and the change of value that the slope promises there (negative). */
export interface Trial {
  readonly x: Float64Array;
  readonly promised: number;
}

/** How to try steps along a way. */
export interface Way {
  /** The longest step to try. Default 1. */
  readonly first?: number;
  trial(step: number): Trial;
  /** Told which step was taken. */
  onStep?(step: number): void;
}

/** Halves the step until the value falls enough; near the optimum, where it can no longer be seen to, enough is 0. */
export function search(composite: Composite, from: Point, { first = 1, trial, onStep }: Way): Point | undefined {
  const noise = 4 * Number.EPSILON * Math.abs(from.value);
  for (let step = first; step > 1e-12; step /= 2) {
    const { x, promised } = trial(step);
    const next = evaluate(composite, x);
    if (next.value > from.value + 1e-4 * promised + noise) continue;
    onStep?.(step);
    return next;
  }
  return undefined;
}
