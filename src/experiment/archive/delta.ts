import { criticalValue, type Estimate } from "../../stats/index.ts";

/** A measured difference, treatment minus control, and the standard error of that measurement. */
export interface Delta {
  readonly value: number;
  /** At least 0; 0 when it is known exactly. */
  readonly standardError: number;
}

/** The delta behind an interval, as if it had been a normal one: half its width over the critical value. */
export function deltaOf({ value, low, high, level }: Estimate): Delta {
  return { value, standardError: (high - low) / 2 / criticalValue(level) };
}

/** A delta, and its 95 % interval where that does not lie evenly about the value. */
export interface Lopsided extends Delta {
  /** Default, of both: 1.96 standard errors from the value. */
  readonly low?: number;
  readonly high?: number;
}

/** The 95 % interval of a delta: its own, or the normal one. */
export function boundsOf({ value, standardError, low, high }: Lopsided): Required<Pick<Lopsided, "low" | "high">> {
  const half = criticalValue(0.95) * standardError;
  return { low: low ?? value - half, high: high ?? value + half };
}
