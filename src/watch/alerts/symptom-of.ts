import type { Alarm } from "../monitors/alarm.ts";
import type { Symptom } from "./alert.ts";

/** An alarm of a monitor as a symptom. */
export function symptomOf({ kind, about, since, at, says, isBreach = false, reach, strength }: Alarm): Symptom {
  return {
    kind,
    about,
    since: Math.min(since, at),
    at,
    says,
    isBreach,
    reach: Math.min(1, Math.max(0, reach)),
    strength,
  };
}
