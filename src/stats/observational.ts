/**
 * A difference that nobody randomised: before and after, those who chose it and those who did not. It looks like an
 * estimate and is no {@link Estimate}, so that nothing that wants proof takes it: the compiler refuses it.
 */
export interface ObservationalEstimate {
  readonly basis: "observational";
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Of the interval, between 0 and 1. It covers chance alone; what else differed, no interval knows. */
  readonly level: number;
  /** Two-sided, of "there is none". */
  readonly pValue: number;
}

/** Whether something says of itself that nobody randomised it: for what came from a file and met no compiler. */
export function isObservational(value: unknown): value is { readonly basis: "observational" } {
  return typeof value === "object" && value !== null && (value as { basis?: unknown }).basis === "observational";
}
