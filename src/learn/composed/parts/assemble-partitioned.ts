import { decodeText, type FeatureSlot, lazyPart, type Model } from "../../../model/index.ts";
import type { KeyFit } from "./fit-key.ts";

/** What a partitioned model is made of. */
export interface Pieces {
  /** The features that make the key, from the coarsest. */
  readonly by: readonly string[];
  /** Answers wherever no key does. */
  readonly parent: Model;
  /** Every feature, whichever part reads it. */
  readonly slots: readonly FeatureSlot[];
}

/** One model of a parent and the keys that have their own: the same bytes whatever the order of the parts. */
export function assemblePartitioned(
  { by, parent, slots }: Pieces,
  fits: readonly Pick<KeyFit, "key" | "text">[],
): Model {
  const sorted = fits
    .map(({ key, text }) => ({ at: JSON.stringify(key), part: lazyPart(key, text, decodeText) }))
    .sort((a, b) => (a.at < b.at ? -1 : 1));
  const { task, classes } = parent.signature;
  return {
    format: "partitioned",
    signature: { task, features: slots, classes },
    calibration: { kind: "none" },
    body: { by, parent, parts: sorted.map(({ part }) => part) },
  };
}
