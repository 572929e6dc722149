import type { Scalar } from "../operator.ts";

/** One event as windows see it. Times are milliseconds since 1970. */
export interface WindowEvent {
  /** When it happened. */
  readonly time: number;
  /** From when on it could be known. */
  readonly knownAt: number;
  /** Equal ids: the same event, repeated or corrected. Null: it stands for itself. */
  readonly id: string | number | null;
  /** What the plan's inputs make of it, in their order. */
  readonly values: readonly Scalar[];
}

/**
 * Whether `a` is the newer version of an event: known later; of those known at once, the later one, then by
 * what they say. It depends on the events alone, so that arriving in another order changes nothing.
 */
export function supersedes(a: WindowEvent, b: WindowEvent): boolean {
  return (a.knownAt - b.knownAt || a.time - b.time || compareValues(a.values, b.values)) > 0;
}

/** No id first, then numbers, then texts. */
export function compareIds(a: string | number | null, b: string | number | null): number {
  return compareScalars(a, b);
}

function compareValues(a: readonly Scalar[], b: readonly Scalar[]): number {
  for (let i = 0; i < a.length; i++) {
    const order = compareScalars(a[i] ?? null, b[i] ?? null);
    if (order !== 0) return order;
  }
  return 0;
}

/** Missing values first, then numbers, then texts by their UTF-16 units. */
export function compareScalars(a: Scalar, b: Scalar): number {
  const [aRank, bRank] = [rank(a), rank(b)];
  if (aRank !== bRank || aRank === 0) return aRank - bRank;
  return (a as number) < (b as number) ? -1 : Number((a as number) > (b as number));
}

function rank(value: Scalar): number {
  if (typeof value === "string") return 2;
  return value === null || Number.isNaN(value) ? 0 : 1;
}
