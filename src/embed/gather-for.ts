import type { ClientGiven } from "../client/index.ts";
import { type Gathered, gatherCandidates as gather } from "../decide/index.ts";
import type { System } from "../system/index.ts";

/** Finds candidates for a system; the signal is aborted when nobody waits for them any more. */
export type FindFor<S extends System> = (
  signal: AbortSignal,
) => Promise<readonly { readonly id: string; readonly given: ClientGiven<S> }[]>;

/**
 * Asks several sources of candidates at once, each within the time that the system's file declares for it, or a second. One that is
 * late, fails, gives no list or is switched off gives none; what a request cannot take is left out, fairly. Never rejects; what came
 * of each source goes into the receipt.
 *
 * @example
 * const candidates = await gatherCandidates(feed, { follows: (signal) => recent(user, signal), editors: async () => picks });
 * const { answer } = await decider.rank(feed, { entity: user, candidates });
 */
export function gatherCandidates<S extends System>(
  system: S,
  finders: Readonly<Record<string, FindFor<S>>>,
): Promise<Gathered> {
  return gather(system, finders);
}
