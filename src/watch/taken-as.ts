import type { Instant } from "../kernel/index.ts";

/**
 * Moments that lie in the future of the clock, which therefore was ahead when they were noted, and as what each is taken: as the
 * moment at which it was first seen to do so. Plain data, to be kept beside what was noted: so a rest lasts its own length
 * from then on, what was spent stays spent, and a clock that goes forth again finds all as it was. Once it is no longer in the
 * future a moment counts as it was noted: where the clock was ahead by less than a rest, that rest begins again there, once.
 */
export type TakenAs = readonly (readonly [moment: Instant, as: Instant])[];

/**
 * Of some moments those in the future, each as it was taken first; those that are new as now, in their order and a millisecond
 * apart, since by their moments things are told from each other.
 */
export function takenAs(moments: readonly Instant[], now: Instant, before: TakenAs = []): TakenAs {
  const later = [...new Set(moments)].filter((at) => at > now).sort((a, b) => a - b);
  if (later.length === 0) return [];
  // What was noted on a clock that was set back once more lies in the future itself.
  const known = new Map(before.filter(([, as]) => as < now));
  const fresh = later.filter((at) => !known.has(at));
  return later.map((at) => [at, known.get(at) ?? now - (fresh.length - fresh.indexOf(at))]);
}

/** A moment as it is taken. */
export function asTaken(at: Instant, taken: TakenAs): Instant {
  return taken.find(([moment]) => moment === at)?.[1] ?? at;
}

/** Whether there is something else to be kept. */
export function isTakenAlike(one: TakenAs, other: TakenAs): boolean {
  return one.length === other.length && one.every(([at, as], i) => at === other[i]?.[0] && as === other[i]?.[1]);
}
