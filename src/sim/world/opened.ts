import type { Instant } from "../../kernel/index.ts";
import type { Hidden, Span } from "../business.ts";
import { type Drift, dialsAt } from "../drifts/drift.ts";
import { DAY, type Today, type World } from "./world.ts";

/** A world with everything settled: which copy of it, how large, and how it changes. */
export interface Opened<T extends Hidden, S> {
  readonly world: World<T, S>;
  readonly seed: number;
  /** Cases of an ordinary day. */
  readonly perDay: number;
  readonly drifts: readonly Drift[];
}

/** The days, numbered from 1970, that a span touches. */
export function daysIn({ from, to }: Span): readonly number[] {
  const first = Math.floor(from / DAY);
  return Array.from({ length: Math.max(0, Math.ceil(to / DAY) - first) }, (_, i) => first + i);
}

/** A day of an opened world, in that state. */
export function todayOf<T extends Hidden, S>(opened: Opened<T, S>, day: number, state: S): Today<S> {
  const { seed, perDay, drifts } = opened;
  return { seed, perDay, day, state, dials: (at: Instant) => dialsAt(drifts, at) };
}
