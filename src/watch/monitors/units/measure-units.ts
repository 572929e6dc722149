import type { InputSeen } from "../../seen/seen.ts";
import type { Measure } from "../evidence/measures.ts";

/** What a change of unit would move: the logarithms of mean and scatter together, or the mean alone by some scatters. */
export interface UnitMeasures {
  /** Undefined where the mean is too close to zero for its size to mean anything. */
  readonly size: Measure | undefined;
  readonly scatter: Measure;
  /** The mean in standard deviations of the reference, from the reference's mean. */
  readonly place: Measure;
}

/** Fewer numbers tell no unit. */
export const FEWEST_NUMBERS = 10;

/** Of one input that is a number and varies, in the period as in the reference; undefined of any other. */
export function unitMeasures({ numbers: now }: InputSeen, { numbers: then }: InputSeen): UnitMeasures | undefined {
  if (now === undefined || then === undefined || now.n < FEWEST_NUMBERS || then.n < FEWEST_NUMBERS) return undefined;
  if (now.m2 <= 0 || then.m2 <= 0) return undefined;
  const [variance, usual] = [now.m2 / (now.n - 1), then.m2 / (then.n - 1)];
  const relative = variance / now.n / now.mean ** 2;
  // A mean within two of its own standard errors may be any size.
  const hasSize = now.mean !== 0 && then.mean !== 0 && relative < 0.25 && Math.sign(now.mean) === Math.sign(then.mean);
  return {
    size: hasSize ? { value: Math.log(Math.abs(now.mean)), variance: relative } : undefined,
    scatter: { value: 0.5 * Math.log(variance), variance: 2 / now.n },
    place: { value: (now.mean - then.mean) / Math.sqrt(usual), variance: variance / usual / now.n },
  };
}
