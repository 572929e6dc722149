import type { FeatureSlot } from "../../../model/index.ts";

/** A name for each label's column among the features, where a later label's model finds it. */
export function linkNames(labels: readonly string[], slots: readonly FeatureSlot[]): readonly string[] {
  const taken = new Set(slots.map(({ name }) => name));
  const prefix = (words: string): string =>
    labels.some((label) => taken.has(words + label)) ? prefix(`its ${words}`) : words;
  const before = prefix("label ");
  return labels.map((label) => before + label);
}
