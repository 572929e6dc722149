import type { Instant } from "../../kernel/index.ts";
import type { LoopBook, LoopEnd } from "./loop.ts";

/** A week of days is what judging a champion takes: sooner, the same would be found again. */
const WEEK = 7 * 86_400_000;

/** Ends after which what a loop began for still stands. */
const STANDS: Readonly<Partial<Record<LoopEnd, string>>> = {
  insufficient: "could not tell for want of data",
  "fell-back": "fell back to the rule",
};

/** Why it is time to try again what the last loop left open; empty where it left nothing open, and for a week. */
export function standingReasons({ loop }: Pick<LoopBook, "loop">, now: Instant): readonly string[] {
  if (loop === null || loop.end === null || now - loop.beganAt < WEEK) return [];
  const stands = STANDS[loop.end.kind];
  return stands === undefined ? [] : [`a week has passed since loop ${loop.number} ${stands}`];
}
