import {
  type Composite,
  evaluate,
  largest,
  type Point,
  pseudoGradient,
  search,
  type Trial,
  type Way,
} from "./descent.ts";
import type { Precondition } from "./precondition.ts";

/** When to stop, and whom to tell. */
export interface DescentOptions {
  readonly maxIterations: number;
  /** Stops when no part of the (pseudo-)gradient is larger. */
  readonly tolerance: number;
  onIteration?(iteration: number): void;
}

/** Where to start, and what evens out scales that differ. */
export interface DescentStart {
  readonly x: Float64Array;
  readonly precondition: Precondition;
}

const MEMORY = 10;
/** Steps without a fall that can be seen, after which rounding is all that is left. */
const PATIENCE = 5;

interface Step {
  readonly move: Float64Array;
  readonly change: Float64Array;
  /** 1 / (move · change). */
  readonly rho: number;
}

/**
 * Minimises by limited-memory BFGS with backtracking (Nocedal and Wright, 2006, algorithm 7.5); with an L1 penalty
 * orthant by orthant (OWL-QN: Andrew and Gao, 2007).
 */
export function minimise(composite: Composite, start: DescentStart, options: DescentOptions): Float64Array {
  const steps: Step[] = [];
  let point = evaluate(composite, start.x);
  let still = 0;
  // With an L1 penalty steps that end at a 0 come in a row: the next one starts near what the last one could take.
  let first = 1;
  const onStep = (step: number): void => {
    first = Math.min(1, 4 * step);
  };
  for (let iteration = 0; iteration < options.maxIterations; iteration++) {
    const pseudo = pseudoGradient(composite, point);
    if (largest(pseudo) <= options.tolerance) break;
    const way = direction(pseudo, steps, start.precondition);
    const next = stepInOrthant(composite, point, { way, pseudo, first, onStep });
    if (next === undefined) {
      if (steps.length === 0) break;
      steps.length = 0;
      continue;
    }
    remember(steps, point, next);
    still = next.value < point.value - 4 * Number.EPSILON * Math.abs(point.value) ? 0 : still + 1;
    point = next;
    options.onIteration?.(iteration);
    if (still >= PATIENCE) break;
  }
  return point.x;
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
function direction(gradient: Float64Array, steps: readonly Step[], precondition: Precondition): Float64Array {
  const bent = gradient.map((part) => -part);
  const alphas = new Float64Array(steps.length);
  for (let i = steps.length - 1; i >= 0; i--) {
    const { move, change, rho } = steps[i] as Step;
    alphas[i] = rho * dot(move, bent);
    add(bent, -(alphas[i] as number), change);
  }
  const way = precondition(bent);
  const last = steps.at(-1);
  const scale = last === undefined ? 1 : 1 / (last.rho * dot(last.change, precondition(last.change)));
  for (let i = 0; i < way.length; i++) way[i] = (way[i] as number) * scale;
  steps.forEach(({ move, change, rho }, i) => {
    add(way, (alphas[i] as number) - rho * dot(change, way), move);
  });
  return way;
}

interface Slope extends Pick<Way, "first" | "onStep"> {
  readonly way: Float64Array;
  readonly pseudo: Float64Array;
}

/** Without an L1 penalty an ordinary line search; with one, no coordinate crosses 0 within a step. */
function stepInOrthant(composite: Composite, from: Point, { way, pseudo, ...rest }: Slope): Point | undefined {
  const { l1 } = composite;
  const free = (i: number): boolean => l1 === undefined || l1[i] === 0;
  for (let i = 0; i < way.length; i++) if (!free(i) && (way[i] as number) * (pseudo[i] as number) >= 0) way[i] = 0;
  if (dot(pseudo, way) >= 0) return undefined;
  const trial = (step: number): Trial => {
    const x = from.x.slice();
    let promised = 0;
    for (let i = 0; i < x.length; i++) {
      const old = x[i] as number;
      const moved = old + step * (way[i] as number);
      const side = old === 0 ? -(pseudo[i] as number) : old;
      x[i] = free(i) || moved * side > 0 ? moved : 0;
      promised += (pseudo[i] as number) * ((x[i] as number) - old);
    }
    return { x, promised };
  };
  return search(composite, from, { ...rest, trial });
}

function remember(steps: Step[], from: Point, to: Point): void {
  const move = to.x.map((part, i) => part - (from.x[i] as number));
  const change = to.gradient.map((part, i) => part - (from.gradient[i] as number));
  const curvature = dot(move, change);
  if (curvature <= Number.EPSILON * dot(change, change)) return;
  steps.push({ move, change, rho: 1 / curvature });
  if (steps.length > MEMORY) steps.shift();
}
