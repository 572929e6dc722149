import { type Drift, type DriftOptions, defineDrift } from "./drift.ts";

/** How far the base rate moves. */
export interface LabelOptions extends DriftOptions {
  /** Added to the log-odds. Default 0.7: about twice the odds. */
  readonly by?: number;
}

/** The outcome becomes more or less frequent, of every kind of case alike. */
export const labelDrift: (options: LabelOptions) => Drift = defineDrift<LabelOptions>({
  name: "label-drift",
  moves: "base rate",
  isFault: true,
  dials: ({ by = 0.7 }) => ({ base: by }),
});
