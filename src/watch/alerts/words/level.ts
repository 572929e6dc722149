import type { Level } from "../alert.ts";
import { type Illness, reachOf } from "../cause/cause-of.ts";

/** What people or money feel at once: what answers, what is done, what it earns. */
const FELT: readonly string[] = ["server", "head", "score", "action", "value"];
/** A broken promise of a server or of a limit is felt from this share of the decisions on, other signs from more. */
const SOME = 0.05;
const MOST = 0.5;

/**
 * How loud an illness is. `page` where most decisions are touched and it shows in what is decided or earned, or a declared
 * limit of that is broken; `warning` where some are touched, a limit is broken, or the loop has stopped; else `notice`.
 */
export function levelOf(illness: Illness): Level {
  const felt = illness.parts.filter(({ part }) => FELT.includes(part));
  const isBroken = felt.some(({ symptoms, reach }) => reach >= SOME && symptoms.some(({ isBreach }) => isBreach));
  const reach = reachOf(illness);
  if ((felt.length > 0 && reach >= MOST) || isBroken) return "page";
  const anyBreach = illness.parts.some(({ symptoms }) => symptoms.some(({ isBreach }) => isBreach));
  return reach >= SOME || anyBreach || illness.cause.part === "loop" ? "warning" : "notice";
}

const LEVELS: readonly Level[] = ["notice", "warning", "page"];

/** The louder of two. */
export function louder(one: Level, other: Level): Level {
  return LEVELS.indexOf(one) >= LEVELS.indexOf(other) ? one : other;
}

/** The next louder level; the loudest is its own. */
export function raised(level: Level): Level {
  return LEVELS[LEVELS.indexOf(level) + 1] ?? "page";
}
