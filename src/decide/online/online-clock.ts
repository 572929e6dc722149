import type { Clock } from "../../kernel/index.ts";

/**
 * Orders decisions and events, so that a decision at `t` saw exactly the events that were learned of by `t`: an event's
 * instant lies after every decision made so far, and a decision made while events are being stored stands just before
 * them. Waits for nobody; in a quiet moment it shows what the clock shows.
 */
export class OnlineClock {
  readonly #clock: Clock;
  /** No event may be dated at or before this instant any more. */
  #past: number = Number.NEGATIVE_INFINITY;
  /** The instant of the events that are being stored. */
  #underWay: number = Number.POSITIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The instant as of which to decide now. */
  asOf(): number {
    this.#past = Math.max(this.#past, Math.min(this.#clock.now(), this.#underWay - 1));
    return this.#past;
  }

  /** The instant at which events are learned of that are stored next; {@link settled} has to follow. */
  stamp(): number {
    this.#underWay = Math.max(this.#clock.now(), this.#past + 1);
    return this.#underWay;
  }

  /** The events are in the view. */
  settled(): void {
    this.#past = Math.max(this.#past, this.#underWay);
    this.#underWay = Number.POSITIVE_INFINITY;
  }
}
