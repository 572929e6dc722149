import type { SystemDefinition } from "../../system/index.ts";
import type { Changes } from "./changes.ts";

/** What exploring would have to be done before a change can be judged. */
export interface ExploringFix {
  /** Of the decisions that are left to chance. */
  readonly share: number;
  /** How many decisions that takes. */
  readonly decisions: number;
}

const SHARE = 0.05;
/** So many changed decisions must have been tried the new way. */
const ENOUGH = 100;

/**
 * What would make a change judgeable of which nothing was tried: of every decision that would change, chance would try the new
 * way in half of its share. Null for systems whose answers cannot be drawn, and where nothing changes.
 */
export function exploringFix({ policy }: SystemDefinition, { share }: Changes): ExploringFix | null {
  if (policy.policy === "pick-value" || policy.policy === "pick-labels" || share === 0) return null;
  return { share: SHARE, decisions: Math.ceil(ENOUGH / (share * (SHARE / 2))) };
}
