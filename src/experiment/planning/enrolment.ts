import { type Insufficient, insufficient } from "../../kernel/index.ts";

const DAY = 86_400_000;

/** How many different units had come by the end of each whole day of a history. */
export type Enrolment = readonly number[];

/** Counts units by the day on which each was first seen. Times are milliseconds since 1970; the last day may be broken off and is left out. */
export function enrolmentOf(
  firstSeen: Iterable<number>,
  { from, to }: { readonly from: number; readonly to: number },
): Enrolment {
  const days = new Array<number>(Math.max(0, Math.floor((to - from) / DAY))).fill(0);
  for (const at of firstSeen) {
    const day = Math.floor((at - from) / DAY);
    if (day >= 0 && day < days.length) days[day] = (days[day] ?? 0) + 1;
  }
  let sum = 0;
  return days.map((count) => (sum += count));
}

/** Units that come for the first time, a day, at the end of a history: of its later half, in which regulars are known already. */
export function newUnitsPerDay(enrolment: Enrolment): number | Insufficient {
  if (enrolment.length < 2) return insufficient("too-few-days", { need: 2, have: enrolment.length });
  const half = Math.floor(enrolment.length / 2);
  const last = enrolment.length - 1;
  return ((enrolment[last] ?? 0) - (enrolment[half - 1] ?? 0)) / (last - half + 1);
}

/**
 * Days until so many different units have come: as in the history, and beyond it at the pace of its later half. Regulars
 * fill the first days, so a mean over all days would promise too much. Insufficient where nobody new comes any more.
 */
export function daysToEnrol(enrolment: Enrolment, units: number): number | Insufficient {
  const within = enrolment.findIndex((count) => count >= units);
  if (within >= 0) return within + 1;
  const pace = newUnitsPerDay(enrolment);
  if (typeof pace !== "number") return pace;
  const have = enrolment.at(-1) ?? 0;
  if (!(pace > 0)) return insufficient("population-too-small", { need: Math.ceil(units), have });
  return enrolment.length + Math.ceil((units - have) / pace);
}

/** Different units that will have come after so many days. */
export function unitsAfter(enrolment: Enrolment, days: number): number | Insufficient {
  if (days <= enrolment.length) return enrolment[days - 1] ?? 0;
  const pace = newUnitsPerDay(enrolment);
  return typeof pace === "number" ? Math.floor((enrolment.at(-1) ?? 0) + pace * (days - enrolment.length)) : pace;
}
