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
