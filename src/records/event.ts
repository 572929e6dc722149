import type { Envelope } from "./envelope.ts";

/**
 * An event that was pushed, as its contract let it through. The envelope's `at` is when the system learned of it: no
 * decision up to then saw it, every later one may. Its id tells a repetition from a new event.
 */
export interface EventBody {
  readonly system: string;
  /** Name of the stream. */
  readonly stream: string;
  /** The fields of the stream's contract; times are milliseconds since 1970. */
  readonly row: Readonly<Record<string, number | string | boolean | null>>;
}

export type EventRecord = Envelope<"event", EventBody>;

/** An event that its contract did not let through, as it came and why. */
export interface RefusedEventBody {
  readonly system: string;
  readonly stream: string;
  /** `field: rule`, every one that the event broke. */
  readonly reasons: readonly string[];
  readonly given: unknown;
}

export type RefusedEventRecord = Envelope<"refused-event", RefusedEventBody>;

/** A refused event, by its id, that was let in later. */
export type ReplayedEventRecord = Envelope<"replayed-event", Pick<RefusedEventBody, "system" | "stream">>;
