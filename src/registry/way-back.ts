import type { Allocation } from "./allocations.ts";
import type { Ramp } from "./rollout.ts";

/** What a plan says of its canary. */
interface OfCanary {
  readonly ramp?: Ramp | undefined;
}

/**
 * Who gets what once a canary is taken back: what the plan before it gave, with the weights that its champion has by now. Somebody
 * set them while the canary ran, and they are not the canary's. An experiment comes back as it was, weights included: its arms are
 * never changed under way.
 */
export async function allocationsBack(
  before: readonly Allocation[],
  ramp: Ramp | undefined,
  planAt: (version: number) => Promise<OfCanary | undefined>,
): Promise<readonly Allocation[]> {
  if (ramp === undefined || before.some(({ experiment }) => experiment !== undefined)) return before;
  const began = (await planAt(ramp.from + 1))?.ramp ?? ramp;
  const now = (release: string): string => (release === began.champion ? ramp.champion : release);
  return before.map(({ beside, ...one }) => ({
    ...one,
    release: now(one.release),
    ...(beside === undefined ? {} : { beside: now(beside) }),
  }));
}

/** The version of the plan that a rollback of this one brings back: the one before it, or before its canary began. */
export function versionBack({ version, ramp }: OfCanary & { readonly version: number }): number {
  return ramp === undefined || ramp.from < 1 ? version - 1 : ramp.from;
}
