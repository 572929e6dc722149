import { clamp } from "../world/draws.ts";
import { USUAL_LOAD } from "./risk.ts";

/** What the ward remembers: the calls that are left today, and how full it is. */
export interface Ward {
  left: number;
  readonly callsPerDay: number;
  load: number;
  /** Of those who went home today, and how many will be back. */
  discharged: number;
  back: number;
}

/** One in ten of those who go home on an ordinary day can be called. */
const CALLS = 0.1;
/** The share of readmissions for which the ward was built. */
const PLANNED = 0.137;
/** How much fuller it is for each readmission more, and how fast that shows. */
const FILLS = 1.2;
const PACE = 0.08;

/** A fresh morning: everybody is free, and no bed is taken that should not be. */
export function newWard({ perDay }: { readonly perDay: number }): Ward {
  const callsPerDay = Math.max(1, Math.round(CALLS * perDay));
  return { left: callsPerDay, callsPerDay, load: USUAL_LOAD, discharged: 0, back: 0 };
}

/** Overnight the nurses are free again, and who comes back takes a bed: a ward that prevents readmissions can take its time. */
export function closeWard(ward: Ward): void {
  if (ward.discharged > 0) {
    const due = USUAL_LOAD + FILLS * (ward.back / ward.discharged - PLANNED);
    ward.load = clamp(ward.load + PACE * (due - ward.load), 0.5, 1.1);
  }
  ward.left = ward.callsPerDay;
  ward.discharged = 0;
  ward.back = 0;
}
