import { highWord } from "./bits.ts";
import { expm1 } from "./expm1.ts";

/** Upper words of 1, of 2^-28, and of 22, from where on it is 1. */
const ONE = 0x3ff00000;
const TINY = 0x3e300000;
const FAR = 0x40360000;

/** The hyperbolic tangent, off by less than two units in the last place; as {@link exp} in arithmetic alone. */
export function tanh(x: number): number {
  if (Number.isNaN(x)) return x;
  const far = Math.abs(x);
  const size = highWord(far);
  if (size < TINY) return x;
  const sized = size >= FAR ? 1 : size >= ONE ? 1 - 2 / (expm1(2 * far) + 2) : fromBelow(expm1(-2 * far));
  return x < 0 ? -sized : sized;
}

function fromBelow(t: number): number {
  return -t / (t + 2);
}
