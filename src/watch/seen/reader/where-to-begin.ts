import type { Instant } from "../../../kernel/index.ts";
import type { KeptReading } from "./seen-book.ts";

/** Whether the clock was set back by more than machines differ: then what comes now must not wait until it has caught up. */
export function isSetBack(from: Instant | undefined, now: Instant, periodMs: number): boolean {
  return from !== undefined && now + periodMs < from;
}

/**
 * From where a reading goes on. Where the clock was ahead and is set back, with the period of now: what was counted ahead stays until
 * a period is over on the clock that is right. Had it been wrong for a moment alone and gone forth again before that, all is as it
 * was. The same reading where it goes on as it is.
 */
export function goingOnAt(kept: KeptReading, now: Instant, periodMs: number): KeptReading {
  const { ahead, ...rest } = kept;
  if (ahead !== undefined && ahead <= now) return { ...rest, from: ahead };
  if (!isSetBack(kept.from, now, periodMs)) return kept;
  return { ...rest, from: Math.floor(now / periodMs) * periodMs, ahead: ahead ?? kept.from };
}
