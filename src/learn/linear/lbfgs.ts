/** A smooth convex function: returns its value at x and writes its gradient there. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

/** When to stop, and whom to tell. */
export interface LbfgsOptions {
  readonly maxIterations: number;
  /** Stops when no part of the gradient is larger. */
  readonly tolerance: number;
  onIteration?(iteration: number): void;
}

const MEMORY = 10;

interface Step {
  readonly move: Float64Array;
  readonly change: Float64Array;
  /** 1 / (move · change). */
  readonly rho: number;
}

/** Where the search is. */
export interface Point {
  readonly x: Float64Array;
  readonly gradient: Float64Array;
  readonly value: number;
}

/** Minimises from `start` with limited-memory BFGS and backtracking (Nocedal and Wright, 2006, algorithm 7.5). */
export function minimise(objective: Objective, start: Float64Array, options: LbfgsOptions): Float64Array {
  const steps: Step[] = [];
  let point = evaluate(objective, start);
  for (let iteration = 0; iteration < options.maxIterations; iteration++) {
    if (largest(point.gradient) <= options.tolerance) break;
    const next = stepDown(objective, point, direction(point.gradient, steps));
    if (next === undefined) {
      if (steps.length === 0) break;
      steps.length = 0;
      continue;
    }
    remember(steps, point, next);
    point = next;
    options.onIteration?.(iteration);
  }
  return point.x;
}

/** The value and the gradient at x. */
export function evaluate(objective: Objective, x: Float64Array): Point {
  const gradient = new Float64Array(x.length);
  return { x, gradient, value: objective(x, gradient) };
}

/** The largest part, in absolute value. */
export function largest(gradient: Float64Array): number {
  return gradient.reduce((most, part) => Math.max(most, Math.abs(part)), 0);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function add(to: Float64Array, scale: number, from: Float64Array): void {
  for (let i = 0; i < to.length; i++) to[i] = (to[i] as number) + scale * (from[i] as number);
}

/** Minus the gradient, bent by what the last steps showed of the curvature: the two-loop recursion. */
function direction(gradient: Float64Array, steps: readonly Step[]): Float64Array {
  const way = gradient.map((part) => -part);
  const alphas = new Float64Array(steps.length);
  for (let i = steps.length - 1; i >= 0; i--) {
    const { move, change, rho } = steps[i] as Step;
    alphas[i] = rho * dot(move, way);
    add(way, -(alphas[i] as number), change);
  }
  const last = steps.at(-1);
  const scale =
    last === undefined ? 1 / Math.max(1, largest(gradient)) : 1 / (last.rho * dot(last.change, last.change));
  for (let i = 0; i < way.length; i++) way[i] = (way[i] as number) * scale;
  steps.forEach(({ move, change, rho }, i) => {
    add(way, (alphas[i] as number) - rho * dot(change, way), move);
  });
  return way;
}

/** Halves the step until the value falls enough; near the optimum, where it can no longer be seen to, enough is 0. */
export function stepDown(objective: Objective, from: Point, way: Float64Array): Point | undefined {
  const slope = dot(from.gradient, way);
  if (slope >= 0) return undefined;
  const noise = 4 * Number.EPSILON * Math.abs(from.value);
  for (let step = 1; step > 1e-12; step /= 2) {
    const x = from.x.slice();
    add(x, step, way);
    const next = evaluate(objective, x);
    if (next.value <= from.value + 1e-4 * step * slope + noise) return next;
  }
  return undefined;
}

function remember(steps: Step[], from: Point, to: Point): void {
  const move = to.x.map((part, i) => part - (from.x[i] as number));
  const change = to.gradient.map((part, i) => part - (from.gradient[i] as number));
  const curvature = dot(move, change);
  if (curvature <= Number.EPSILON * dot(change, change)) return;
  steps.push({ move, change, rho: 1 / curvature });
  if (steps.length > MEMORY) steps.shift();
}
