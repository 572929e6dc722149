import { isInsufficient } from "../../kernel/index.ts";
import type { NumberProfile } from "../profile/profile.ts";
import type { Finding } from "./finding.ts";
import { categoryFinding } from "./value-finding.ts";

/**
 * How a column of times changed: at which hours of the day, or on which weekdays where only days are given. That time has moved on
 * is no change.
 */
export function timeFinding(before: NumberProfile, after: NumberProfile): Finding {
  const [p, q] = [rhythmOf(before, after), rhythmOf(after, before)];
  return categoryFinding({ names: p.map(String), before: p, after: q }, [before.count, after.count]);
}

function rhythmOf({ times }: NumberProfile, other: NumberProfile): readonly number[] {
  const isDaily = times?.grain === "day" || other.times?.grain === "day";
  if (times === undefined || (isDaily && isInsufficient(times.weekdays))) return [];
  return isDaily && !isInsufficient(times.weekdays) ? times.weekdays : times.hours;
}
