import { type Drift, type DriftOptions, defineDrift } from "./drift.ts";

/** How much faster they learn. */
export interface AdversaryOptions extends DriftOptions {
  /** 4 (the default) is four times as fast; 0 is not at all. */
  readonly by?: number;
}

/** Adversaries learn faster what passes. Seen only in play: who is never told what was blocked has nothing to learn from. */
export const adversaryDrift: (options: AdversaryOptions) => Drift = defineDrift<AdversaryOptions>({
  name: "adversary-drift",
  moves: "adversaries",
  isFault: true,
  dials: ({ by = 4 }) => ({ adversary: by }),
});
