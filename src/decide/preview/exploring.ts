import type { SystemDefinition } from "../../system/index.ts";
import type { Changes } from "./changes.ts";

/** What exploring would have to be done before a change can be judged. */
export interface ExploringFix {
  /** Whether the policy of the file explores already: what it tries is only not stored yet. */
  readonly explores: boolean;
  /** Of the decisions that are left to chance; null where what is tried depends on what is expected of it. */
  readonly share: number | null;
  /** How many decisions that takes; null where nobody can say before they are made. */
  readonly decisions: number | null;
}

const SHARE = 0.05;
/** So many changed decisions must have been tried the new way. */
const ENOUGH = 100;

/**
 * What would make a change judgeable of which nothing was tried: of every decision that would change, chance would try the new
 * way in half of its share. Null for systems whose answers cannot be drawn, and where nothing changes.
 */
export function exploringFix({ policy }: SystemDefinition, { share: changed }: Changes): ExploringFix | null {
  if (policy.policy === "pick-value" || policy.policy === "pick-labels" || changed === 0) return null;
  const { explore } = policy;
  if (explore !== undefined && explore.explore !== "epsilon") return { explores: true, share: null, decisions: null };
  const share = explore?.share ?? SHARE;
  return { explores: explore !== undefined, share, decisions: Math.ceil(ENOUGH / (changed * (share / 2))) };
}
