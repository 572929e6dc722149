import type { Scalar } from "../../operator.ts";
import type { EventRing } from "../event-ring.ts";
import { compareIds, compareScalars } from "../window-event.ts";

/** The value of an input at an event; 1 where every event counts. */
export function valueAt(ring: EventRing, input: number, n: number): Scalar {
  if (input < 0) return 1;
  if (ring.isText[input]) return ring.texts[input]?.[n & ring.mask] ?? null;
  return ring.numbers[input]?.[n & ring.mask] ?? Number.NaN;
}

/** What decides which of two events is the later one. */
export interface Standing {
  readonly time: number;
  readonly knownAt: number;
  readonly id: string | number | null;
  readonly value: Scalar;
}

export function standingOf(ring: EventRing, input: number, n: number): Standing {
  const at = n & ring.mask;
  const [time, knownAt] = [ring.time[at] as number, ring.knownAt[at] as number];
  return { time, knownAt, id: ring.ids?.[at] ?? null, value: valueAt(ring, input, n) };
}

/** By time, then by when it was known, then by id, then by value: never by arrival. */
export function compareStandings(a: Standing, b: Standing): number {
  return a.time - b.time || a.knownAt - b.knownAt || compareIds(a.id, b.id) || compareScalars(a.value, b.value);
}
