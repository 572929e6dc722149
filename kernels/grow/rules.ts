/** What a split must respect, and what it is worth; see `reference/rules.ts`. */
import { int, real } from "./args";

// The rest of the arguments of `settle`.
// Whole numbers: 22 minDataInLeaf, 23 maxCatToOnehot, 24 maxCatThreshold, 25 minDataPerGroup, 26 whether values are bounded.
// Reals: 0 lambdaL2, 1 lambdaL1, 2 minSumHessianInLeaf, 3 minGainToSplit, 4 catSmooth, 5 catL2, 6 maxDeltaStep,
// 7 and 8 what a unit of the gradients and of the hessians is worth.

/** Keeps a division by zero out of an empty leaf without lambda. */
export const TINY: f64 = 1e-15;

/** Gradient with the L1 penalty taken off. */
function shrunk(gradient: f64, l1: f64): f64 {
  const size = max(0, abs(gradient) - l1);
  return gradient < 0 ? -size : size;
}

/** The value of a leaf under the penalties and the leaf's bounds. */
export function valueOf(args: usize, ask: usize, gradient: f64, hessian: f64, lambda: f64): f64 {
  let value = -shrunk(gradient, real(args, 1)) / (hessian + lambda + TINY);
  const step = real(args, 6);
  if (step > 0) value = min(step, max(-step, value));
  return min(load<f64>(ask, 24), max(load<f64>(ask, 16), value));
}

function boundedReward(args: usize, ask: usize, gradient: f64, hessian: f64, lambda: f64): f64 {
  const value = valueOf(args, ask, gradient, hessian, lambda);
  return -(2 * shrunk(gradient, real(args, 1)) * value + (hessian + lambda) * value * value);
}

/** Twice the loss that the best value removes from a leaf. */
export function reward(args: usize, ask: usize, gradient: f64, hessian: f64, lambda: f64): f64 {
  if (int(args, 26)) return boundedReward(args, ask, gradient, hessian, lambda);
  return (gradient * gradient) / (hessian + (lambda + TINY));
}

/** The rewards of both sides together, over one denominator: a division takes longer than all else. */
// @ts-ignore: decorator
@inline
export function rewards(args: usize, ask: usize, left: v128, right: v128, lambda: f64, bounded: bool): f64 {
  if (bounded) {
    const ofLeft = boundedReward(args, ask, f64x2.extract_lane(left, 0), f64x2.extract_lane(left, 1), lambda);
    return ofLeft + boundedReward(args, ask, f64x2.extract_lane(right, 0), f64x2.extract_lane(right, 1), lambda);
  }
  const gradients = v128.shuffle<f64>(left, right, 0, 2);
  const hessians = f64x2.add(v128.shuffle<f64>(left, right, 1, 3), f64x2.splat(lambda + TINY));
  const squares = f64x2.mul(gradients, gradients);
  const both = f64x2.mul(squares, v128.shuffle<f64>(hessians, hessians, 1, 0));
  const product = f64x2.extract_lane(hessians, 0) * f64x2.extract_lane(hessians, 1);
  return (f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1)) / product;
}
