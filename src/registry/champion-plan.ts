import type { SystemDefinition } from "../system/index.ts";
import type { Allocation } from "./allocations.ts";

/**
 * Who gets what when one release serves everybody: all of it as `champion`, or, where the system keeps a holdback, that
 * share of entities apart. The holdback gets the same release, so that its scores are known, and is never acted on.
 * `unproven` marks a release that its gate has not passed.
 */
export function championPlan(
  { holdback }: Pick<SystemDefinition, "holdback">,
  release: string,
  purpose: "champion" | "unproven" = "champion",
): readonly Allocation[] {
  const champion: Allocation = { arm: "champion", release, share: 1 - holdback, purpose };
  return holdback === 0 ? [champion] : [champion, { arm: "holdback", release, share: holdback, purpose: "holdback" }];
}
