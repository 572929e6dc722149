import { hashValue } from "../kernel/index.ts";
import type { Allocation } from "./allocations.ts";
import type { Release } from "./releases.ts";
import type { Ramp } from "./rollout.ts";

/**
 * Who gets what once a canary is taken back: what the plan before it gave, with the weights that its champion has by now. Somebody
 * set them while the canary ran, and they are not the canary's.
 */
export async function allocationsBack(
  before: readonly Allocation[],
  ramp: Pick<Ramp, "champion"> | undefined,
  find: (release: string) => Promise<Release>,
): Promise<readonly Allocation[]> {
  if (ramp === undefined) return before;
  const now = await find(ramp.champion);
  const parts = ({ kind, models, policy }: Release): string => hashValue({ kind, models, policy });
  const back: Allocation[] = [];
  for (const one of before) {
    const isSame = parts(await find(one.release)) === parts(now);
    back.push(isSame ? { ...one, release: now.id } : one);
  }
  return back;
}

/** The version of the plan that a rollback of this one brings back: the one before it, or before its canary began. */
export function versionBack({ version, ramp }: { readonly version: number; readonly ramp?: Ramp | undefined }): number {
  return ramp === undefined || ramp.from < 1 ? version - 1 : ramp.from;
}
