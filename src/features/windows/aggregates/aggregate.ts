import type { Scalar } from "../../operator.ts";
import type { EventRing } from "../event-ring.ts";

/** What an aggregate keeps of events that are no longer held: plain values. */
export type Kept = readonly Scalar[];

/** Where a window stands: events after `edge` are in it, up to `at`. */
export interface Span {
  at: number;
  /** -Infinity where everything so far is in it. */
  edge: number;
}

/** What an aggregate looks at. */
export interface Sight {
  readonly ring: EventRing;
  /** Which input; -1 where every event counts. */
  readonly input: number;
  readonly span: Span;
}

/**
 * What is known of the events in one window. An event comes in once, when it is known and has happened, and goes once:
 * when it is too old, or when a correction replaces it.
 */
export interface Aggregate {
  /** The events numbered `from` to before `to` come in, less those that are too old already. */
  enter(from: number, to: number): void;
  /** Events that were not late grow too old; those marked in any way are not meant. */
  leave(from: number, to: number): void;
  /** One event goes. */
  drop(n: number): void;
  clear(): void;
  /** What has to be stored of events that are no longer held. */
  keep(): Kept;
  restore(kept: Kept): void;
}
