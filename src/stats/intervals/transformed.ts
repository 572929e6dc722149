import { type Insufficient, insufficient, isInsufficient } from "../../kernel/index.ts";
import { DEFAULT_LEVEL, type Estimated, mapEstimate } from "../estimate.ts";
import { intervalOf, type Point } from "./point.ts";

/**
 * The interval of a positive quantity, symmetric in its logarithm (delta method), so that it never reaches zero.
 * A value of zero gives `zero-variance`.
 */
export function logInterval(point: Point | Insufficient, level: number = DEFAULT_LEVEL): Estimated {
  return through(point, level, { to: Math.log, slope: (x) => 1 / x, from: Math.exp });
}

/** The interval of a quantity in (0, 1), symmetric in its logit (delta method), so that it stays in (0, 1). */
export function logitInterval(point: Point | Insufficient, level: number = DEFAULT_LEVEL): Estimated {
  const logit = { to: (x: number) => Math.log(x / (1 - x)), slope: (x: number) => 1 / (x * (1 - x)) };
  return through(point, level, { ...logit, from: (y) => 1 / (1 + Math.exp(-y)) });
}

interface Scale {
  to(x: number): number;
  /** The derivative of `to`. */
  slope(x: number): number;
  from(y: number): number;
}

function through(point: Point | Insufficient, level: number, scale: Scale): Estimated {
  if (isInsufficient(point)) return point;
  const moved = { ...point, value: scale.to(point.value), variance: point.variance * scale.slope(point.value) ** 2 };
  if (!Number.isFinite(moved.value)) return insufficient("zero-variance");
  const interval = intervalOf(moved, level);
  return isInsufficient(interval) ? interval : { ...mapEstimate(interval, scale.from), value: point.value };
}
