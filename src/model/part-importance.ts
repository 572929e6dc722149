import type { Importance, Signature } from "./model.ts";

/** The mean of the parts' shares over the whole's features, scaled to sum to 1 again (or all 0). */
export function meanImportance({ features }: Signature, parts: readonly Importance[]): Importance {
  const sums = features.map(({ name }) => parts.reduce((sum, part) => sum + (part[name] ?? 0), 0));
  const total = sums.reduce((all, sum) => all + sum, 0);
  return Object.fromEntries(features.map(({ name }, i) => [name, total > 0 ? (sums[i] as number) / total : 0]));
}
