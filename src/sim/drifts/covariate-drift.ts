import { type Drift, type DriftOptions, defineDrift } from "./drift.ts";

/** Which field moves, and how. */
export interface CovariateOptions extends DriftOptions {
  readonly field: string;
  /** In standard deviations, upwards. Default 1. */
  readonly by?: number;
  /** Milliseconds until it has moved all the way, evenly. Default 0: at once. */
  readonly over?: number;
}

/** A field's distribution moves; what an outcome depends on, and how, stays. */
export const covariateDrift: (options: CovariateOptions) => Drift = defineDrift<CovariateOptions>({
  name: "covariate-drift",
  moves: "inputs",
  isFault: true,
  fields: ({ field }) => [field],
  dials: ({ field, by = 1, over = 0 }, since) => ({ shift: { [field]: by * (since < over ? since / over : 1) } }),
});
