import type { Instant } from "../../kernel/index.ts";
import type { LoopBook, LoopEnd } from "./loop.ts";

/** A week of days is what judging a champion takes: sooner, the same would be found again. */
const WEEK = 7 * 86_400_000;

/** Ends after which what a loop began for still stands. */
const STANDS: Readonly<Partial<Record<LoopEnd, string>>> = {
  insufficient: "could not tell for want of data",
  "fell-back": "fell back to the rule",
};

/** From when on what the last loop left open is tried again by itself; null where it left nothing open. */
export function triedAgainFrom({ loop }: Pick<LoopBook, "loop">): Instant | null {
  return loop?.end == null || STANDS[loop.end.kind] === undefined ? null : loop.beganAt + WEEK;
}

/** Why it is time to try again what the last loop left open; empty where it left nothing open, and for a week. */
export function standingReasons({ loop }: Pick<LoopBook, "loop">, now: Instant): readonly string[] {
  const from = triedAgainFrom({ loop });
  if (loop?.end == null || from === null || now < from) return [];
  return [`a week has passed since loop ${loop.number} ${STANDS[loop.end.kind]}`];
}
