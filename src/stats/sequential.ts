import { type Insufficient, insufficient, isInsufficient } from "../kernel/index.ts";
import { type Comparison, DEFAULT_LEVEL } from "./estimate.ts";
import { meanPoint } from "./intervals/mean.ts";
import { differencePoint, type Point, varies } from "./intervals/point.ts";
import type { Moments } from "./moments/moments.ts";

/** Below this many units per arm the estimated variance is not yet steady enough for the asymptotics to hold. */
export const SEQUENTIAL_MINIMUM = 50;

/** How a sequence of looks was planned, declared before the first of them. */
export interface SequentialPlan {
  /** Units in all (both arms) at which the interval should be tightest; it is valid at every other number too. */
  readonly plannedUnits: number;
  /** Of the whole sequence of intervals together. Default 0.95. */
  readonly level?: number;
}

/**
 * The interval of a point that may be looked at after every unit: with probability `level` it holds the truth at all
 * looks at once. `pValue` is always valid in the same sense. `units` counts the independent units behind the point.
 *
 * Waudby-Smith, Arbour, Sinha, Kennedy, Ramdas. Time-uniform central limit theory and asymptotic confidence sequences.
 * Annals of Statistics 52, 2024, theorem 2.2 and the choice of ρ in section 2.
 */
export function sequentialInterval(
  point: Point | Insufficient,
  units: number,
  { plannedUnits, level = DEFAULT_LEVEL }: SequentialPlan,
): Comparison | Insufficient {
  if (isInsufficient(point)) return point;
  if (!varies(point)) return insufficient("zero-variance");
  const grown = 1 + (units / plannedUnits) * tightestAt(1 - level);
  const stretch = grown / (grown - 1);
  const half = Math.sqrt(point.variance * stretch * (Math.log(grown) - 2 * Math.log(1 - level)));
  const pValue = Math.min(1, Math.sqrt(grown) * Math.exp(-(point.value ** 2) / (2 * point.variance * stretch)));
  return { value: point.value, low: point.value - half, high: point.value + half, level, pValue };
}

/** `a − b` of two independent means, valid under continuous peeking; needs {@link SEQUENTIAL_MINIMUM} in each arm. */
export function sequentialDifference(a: Moments, b: Moments, plan: SequentialPlan): Comparison | Insufficient {
  const least = Math.min(a.n, b.n);
  if (least < SEQUENTIAL_MINIMUM) return insufficient("too-few-rows", { need: SEQUENTIAL_MINIMUM, have: least });
  return sequentialInterval(differencePoint(meanPoint(a), meanPoint(b)), a.n + b.n, plan);
}

/**
 * The u = n ρ² at which the boundary is tightest: the fixed point of u = ln(1 + u) − 2 ln α, where the derivative of
 * the squared half-width in ρ vanishes. The map contracts by 1 / (1 + u), so thirty steps are more than enough.
 */
function tightestAt(alpha: number): number {
  let u = 1 - 2 * Math.log(alpha);
  for (let step = 0; step < 30; step++) u = Math.log1p(u) - 2 * Math.log(alpha);
  return u;
}
