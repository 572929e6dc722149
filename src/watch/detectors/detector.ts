/** What a detector says after a number: nothing; that a change may be coming; that there was one. */
export type DetectorVerdict = "steady" | "warning" | "changed";

/** What every detector knows after a number. */
export interface Detected {
  readonly verdict: DetectorVerdict;
}

/**
 * Watches numbers in the order in which they come for a change of their mean: a pure fold, whose state is plain data, bounded in
 * size. After "changed" it goes on with what it takes to be new.
 */
export interface Detector<State extends Detected> {
  readonly start: State;
  step(state: State, value: number): State;
}
