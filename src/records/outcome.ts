import type { Envelope } from "./envelope.ts";

/** A business event attributed to one decision. The envelope's id is the caller's idempotency key. */
export interface OutcomeBody {
  readonly system: string;
  readonly decision: string;
  /** Name of a declared outcome. */
  readonly outcome: string;
  /** The candidate that it is about, when the decision was a ranking. */
  readonly candidate?: string;
  /** true, a number, or a class. */
  readonly value: boolean | number | string;
  /** When it happened (not when it was reported), milliseconds since 1970. Never before its decision. */
  readonly happenedAt: number;
  /** What the reporter's clock said, where it ran behind and said a time before the decision. */
  readonly saidAt?: number;
}

export type OutcomeRecord = Envelope<"outcome", OutcomeBody>;
