import type { FeatureSlot } from "../../model.ts";

/** Where a part of a model finds its features. */
export interface Scope {
  /** Feature → the value in the graph that holds it, where that has another name: what a chain was told. */
  readonly told: ReadonlyMap<string, string>;
  /** An input of the graph, for a part that reads no feature and still has to know how many rows there are. */
  readonly anyone: FeatureSlot;
}

/** A part's features under the names of the graph; never empty. */
export function namedIn({ told, anyone }: Scope, features: readonly FeatureSlot[]): readonly FeatureSlot[] {
  if (features.length === 0) return [anyone];
  return features.map(({ name, kind }) => ({ name: told.get(name) ?? name, kind }));
}
